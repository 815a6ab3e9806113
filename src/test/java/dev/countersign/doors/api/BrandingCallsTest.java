package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.people.brand.LogoImage;
import dev.countersign.people.brand.Pictures;
import dev.countersign.testing.Databases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The brand of an organisation by the API, and what browsers load of it.
class BrandingCallsTest {
    private final ApiServer server = ApiServer.on(Databases.SQLITE);
    private final ApiClient api = server.client();

    @Test
    void brandWhenChangedThenOnlyWhatWasNamed() {
        Person owner = Person.withApp(server);
        String session = owner.session();
        String path = "/organisations/"
                + api.post("/organisations", session, Map.of("name", "Linden")).string("/id");

        Reply all = api.patch(
                path,
                session,
                Map.of("accent", "#7a1f3d", "support", Map.of("phone", "+49 30 1234", "link", "https://help.example")));
        assertThat(all.string("/accent")).isEqualTo("#7A1F3D");
        assertThat(all.string("/name")).isEqualTo("Linden");
        Reply less = api.patch(path, session, Map.of("support", Map.of("phone", "")));
        assertThat(less.body().at("/support/phone").isNull()).isTrue();
        assertThat(less.string("/support/link")).isEqualTo("https://help.example");
        assertThat(less.string("/accent")).isEqualTo("#7A1F3D");
        assertThat(api.patch(path, session, Map.of("accent", ""))
                        .body()
                        .at("/accent")
                        .isNull())
                .isTrue();

        Reply pale = api.patch(path, session, Map.of("accent", "#FFCC00"));
        assertThat(pale.status()).isEqualTo(422);
        assertThat(pale.text()).contains("contrast-too-low", "nearest shade");
        Reply links = api.patch(
                path, session, Map.of("support", Map.of("link", "javascript:alert(1)", "email", "a?b@example.com")));
        assertThat(links.text()).contains("support.link", "support.email");
    }

    @Test
    void logoWhenPutThenServedAsAPictureAndNothingElse() throws IOException, InterruptedException {
        Person owner = Person.withApp(server);
        String session = owner.session();
        String path = "/organisations/"
                + api.post("/organisations", session, Map.of("name", "Linden")).string("/id") + "/logo";

        assertThat(put(path, session, "image/svg+xml", "<svg/>".getBytes()).status())
                .isEqualTo(415);
        assertThat(put(path, session, "image/png; charset=x", Pictures.png(64, 64, 0))
                        .status())
                .isEqualTo(415);
        assertThat(put(path, session, "image/png", "<svg/>".getBytes()).text()).contains("not-an-image");
        assertThat(put(path, session, "image/png", new byte[LogoImage.MOST_BYTES + 1])
                        .status())
                .isEqualTo(413);
        assertThat(put(path, session, "image/jpeg", Pictures.png(8, 8, 0)).text())
                .contains("too-small");
        Reply kept = put(path, session, "image/jpeg", Pictures.png(64, 64, 0xFF7A1F3D));
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);

        Reply own = api.get(path, session);
        assertThat(own.header("Content-Type")).isEqualTo("image/png");
        assertThat(own.header("X-Content-Type-Options")).isEqualTo("nosniff");
        String address = URI.create(kept.string("/logo")).getPath();
        HttpResponse<byte[]> picture = asset(address);
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(picture.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(picture.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(picture.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        for (String other : new String[] {
            address.replace(".png", ".svg"),
            "/assets/logo-00000000000000000000000000000000.png",
            "/assets/logo-..png",
            "/assets/accent-ffcc00-0000000000000000.css",
            "/assets/accent-7a1f3d-0000000000000000.css"
        }) {
            assertThat(asset(other).statusCode()).as(other).isEqualTo(404);
        }
        assertThat(api.delete(path, session).status()).isEqualTo(204);
        assertThat(asset(address).statusCode()).isEqualTo(404);
        assertThat(api.get(path, session).status()).isEqualTo(404);
    }

    private Reply put(String path, String session, String type, byte[] body) {
        return api.send("PUT", path, session, BodyPublishers.ofByteArray(body), Map.of("Content-Type", type));
    }

    private HttpResponse<byte[]> asset(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                                .build(),
                        BodyHandlers.ofByteArray());
    }
}
