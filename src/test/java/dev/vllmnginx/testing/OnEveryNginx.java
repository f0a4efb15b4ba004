package dev.vllmnginx.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The class is run once per {@link NginxRuntime}, which its constructor takes. Gateways that its
 * tests leave running are stopped after each run. A failure carries the logs and files of the
 * gateways that were running.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("dev.vllmnginx.testing.NginxRuntime#all")
@ExtendWith(GatewayReport.class)
public @interface OnEveryNginx {}
