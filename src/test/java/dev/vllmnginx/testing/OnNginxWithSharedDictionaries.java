package dev.vllmnginx.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link OnEveryNginx}, but for nginx 1.22, whose njs has no {@code js_shared_dict_zone}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("dev.vllmnginx.testing.NginxRuntime#withSharedDictionaries")
@ExtendWith(GatewayReport.class)
public @interface OnNginxWithSharedDictionaries {}
