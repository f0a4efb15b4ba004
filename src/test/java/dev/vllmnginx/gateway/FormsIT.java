package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.EndpointBodies.BOUNDARY;
import static dev.vllmnginx.gateway.EndpointBodies.field;
import static dev.vllmnginx.gateway.EndpointBodies.file;
import static dev.vllmnginx.gateway.EndpointBodies.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.standin.Received;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Audio comes as a form, in which the model may stand anywhere. */
@OnEveryNginx
class FormsIT {
  private static final String PATH = "/v1/audio/transcriptions";
  private static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;
  private static final String MODEL = field("model", "transcription");

  private final EveryTypeGateway gateway;

  FormsIT(NginxRuntime runtime) {
    gateway = EveryTypeGateway.on(runtime);
  }

  private RawResponse post(String type, String body) {
    return gateway.client().send(EndpointBodies.request(PATH, type, body));
  }

  @Test
  void findsTheModelBehindALargeFile() {
    String body = form(field("language", "en"), file("\r\n--RIFF".repeat(3_200_000)), MODEL);

    RawResponse answer = post(TYPE, body);

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    Received heard = gateway.heard("transcription").get(0);
    assertThat(heard.text().equals(body)).as("the body is untouched").isTrue();
    assertThat(heard.header("content-type"))
        .contains("multipart/form-data; boundary=\"" + BOUNDARY + "\"");
  }

  @Test
  void readsFormsAsClientsWriteThem() {
    List<String> forms =
        List.of(
            form(MODEL, file("audio")),
            form("content-disposition:form-data;name=model\r\n\r\ntranscription", file("audio")),
            form(
                String.join(
                    "\r\n",
                    "Content-Type: text/plain; charset=utf-8",
                    "Content-Disposition: form-data; name=\"model\"",
                    "Content-Length: 13",
                    "",
                    "transcription"),
                file("\u00e9\u0000\r\n\r\n")),
            form(
                "Content-Disposition: form-data; name=file; filename=a.wav; filename*=utf-8''a.wav\r\n\r\n",
                MODEL),
            form(MODEL, file("\r\n--" + BOUNDARY.substring(1) + "\r\n")).stripTrailing());
    for (String form : forms) {
      RawResponse answer = post(TYPE, form);

      assertThat(answer.status()).as("%s: %s", form, answer).isEqualTo(200);
    }
    for (String type :
        List.of(
            "multipart/form-data;boundary=\"" + BOUNDARY + "\"",
            "Multipart/Form-Data; charset=UTF-8; Boundary=" + BOUNDARY,
            TYPE + "; charset=utf-8")) {
      assertThat(post(type, forms.get(0)).status()).as(type).isEqualTo(200);
    }
    assertThat(gateway.heardAnything()).containsExactly("transcription");
  }

  @Test
  void refusesWhatReadersCouldTakeInTwoWays() {
    String delimiter = "--" + BOUNDARY;
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put(form(MODEL, MODEL), "duplicate_model");
    bodies.put(form(MODEL, field("MODEL", "x"), field("model", "chat")), "duplicate_model");
    bodies.put(form(file("audio")), "model_required");
    bodies.put(form(field("model", "")), "model_required");
    bodies.put(
        form("Content-Disposition: form-data; name=\"model\"; filename=\"\"\r\n\r\ntranscription"),
        "model_required");
    bodies.put(form(MODEL) + "more", "invalid_form");
    bodies.put(form(MODEL) + form(field("model", "chat")), "invalid_form");
    bodies.put("\r\n" + form(MODEL), "invalid_form");
    bodies.put("preamble\r\n" + form(MODEL), "invalid_form");
    bodies.put(form(MODEL).replace("\r\n", "\n"), "invalid_form");
    bodies.put(form(MODEL).replace(delimiter + "\r", delimiter + " \r"), "invalid_form");
    bodies.put(form(MODEL, file("\r\n" + delimiter + "x")), "invalid_form");
    bodies.put(form(MODEL).replace(delimiter + "--", ""), "invalid_form");
    bodies.put(
        form("X: a\nContent-Disposition: form-data; name=\"model\"\r\n\r\nx"), "invalid_form");
    bodies.put(
        form("Content-Disposition: form-data; name=\"model\"; name=\"x\"\r\n\r\nx"),
        "invalid_form");
    bodies.put(
        form("Content-Disposition: form-data; name=\"x\"\r\n" + MODEL, file("x")), "invalid_form");
    bodies.put(
        form("Content-Disposition: form-data; filename=\"\\\\\"; name=\"model\"\r\n\r\nx"),
        "invalid_form");
    bodies.put(form("Content-Disposition: form-data\r\n\r\nx", MODEL), "invalid_form");
    bodies.put(form("Content-Type: text/plain\r\n\r\nx", MODEL), "invalid_form");
    bodies.put(form(" folded: x\r\n" + MODEL), "invalid_form");
    bodies.put(form("X: " + "a".repeat(5000) + "\r\n" + MODEL), "invalid_form");
    bodies.put(form("X: a\r\n".repeat(8) + MODEL), "invalid_form");
    bodies.put(form("", MODEL).repeat(1), "invalid_form");
    bodies.put("{\"model\":\"transcription\"}", "invalid_form");
    bodies.forEach(
        (body, code) -> {
          RawResponse answer = post(TYPE, body);

          assertThat(answer.status()).as("%s: %s", body, answer).isEqualTo(400);
          assertThat(code(answer)).as(body).isEqualTo(code);
        });
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void refusesOtherTypesOfContent() {
    for (String type :
        List.of(
            "application/json",
            "multipart/form-data",
            "multipart/mixed; boundary=x",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=" + "x".repeat(71),
            "multipart/form-data; boundary=a\"b",
            "multipart/form-data; boundary=a;boundary=b",
            "multipart/form-data; boundary=a; charset=utf-16")) {
      RawResponse answer = post(type, form(MODEL));

      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(code(answer)).isEqualTo("unsupported_media_type");
    }
    RawResponse twice =
        gateway
            .client()
            .send(EndpointBodies.request(PATH, TYPE, form(MODEL), "Content-Type: " + TYPE));
    assertThat(code(twice)).isEqualTo("duplicate_header");
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void asksForTheRightModel() {
    assertThat(post(TYPE, form(file("a"), field("model", "hearing"))).status()).isEqualTo(200);
    assertThat(gateway.heardAnything()).containsExactly("hearing");
    assertThat(code(post(TYPE, form(field("model", "Transcription")))))
        .isEqualTo("model_not_found");
    assertThat(code(post(TYPE, form(field("model", "x".repeat(5000))))))
        .isEqualTo("model_not_found");
    assertThat(code(post(TYPE, form(field("model", "chat"))))).isEqualTo("endpoint_not_supported");
    assertThat(code(post(TYPE, form(field("model", "transcription\r\n")))))
        .isEqualTo("model_not_found");
  }

  @Test
  void givesTheServersTheNameThatTheyKnow() {
    for (String form :
        List.of(
            form(file("a\u0000\u00e9"), field("model", "public-whisper")),
            form(field("model", "public-whisper"), file("public-whisper")))) {
      int before = gateway.heard("served-whisper").size();

      assertThat(post(TYPE, form).status()).isEqualTo(200);

      assertThat(gateway.heard("served-whisper").get(before).text())
          .isEqualTo(form.replaceFirst("\r\npublic-whisper\r\n", "\r\nserved-whisper\r\n"));
    }
  }

  @Test
  void refusesTooMuch() {
    String announced =
        new String(EndpointBodies.request(PATH, TYPE, ""), java.nio.charset.StandardCharsets.UTF_8)
            .replace("Content-Length: 0", "Content-Length: 99999999");

    assertThat(code(gateway.client().send(announced))).isEqualTo("request_too_large");
  }

  private static String code(RawResponse answer) {
    return new JsonMapper().readTree(answer.body()).path("error").path("code").asString();
  }
}
