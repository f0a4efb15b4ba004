package dev.vllmnginx.testing;

import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Puts the logs and files of the running gateways into the message of a failed test. */
final class GatewayReport
    implements BeforeEachCallback,
        AfterClassTemplateInvocationCallback,
        TestExecutionExceptionHandler {
  @Override
  public void afterClassTemplateInvocation(ExtensionContext context) {
    NginxGateway.closeAll();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    NginxGateway.forgetLogs();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    String reports = NginxGateway.reports();
    if (reports.isEmpty()) {
      throw failure;
    }
    throw new AssertionError(failure.getMessage() + reports, failure);
  }
}
