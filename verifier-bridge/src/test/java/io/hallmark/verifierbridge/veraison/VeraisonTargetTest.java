package io.hallmark.verifierbridge.veraison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.Target;
import io.hallmark.verifierbridge.Keys;
import io.hallmark.verifierbridge.RecordedBoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VeraisonTargetTest {
    private static final ApprovedState STATE =
            RecordedBoot.state(RecordedBoot.baseline(List.of(0, 4, 9), RecordedBoot.recorded()));

    private final Map<String, byte[]> secrets = new HashMap<>();
    private StandIn veraison;

    @BeforeEach
    void start() throws IOException {
        veraison = new StandIn();
    }

    @AfterEach
    void stop() {
        veraison.close();
    }

    @Test
    void planning_asks_what_the_server_takes_and_submits_nothing() {
        List<PlanItem> plan = target().plan(STATE);

        assertThat(plan).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("corim/compute/pxe/q35.corim.cbor");
            assertThat(item.action()).isEqualTo(Action.CREATE);
            assertThat(item.words()).anyMatch(line -> line.contains("Veraison only adds"));
        });
        assertThat(veraison.requests).containsExactly("GET /.well-known/veraison/provisioning");
    }

    @Test
    void a_manifest_is_submitted_once_and_the_server_says_that_it_holds_it() {
        Target target = target();
        PlanItem item = target.plan(STATE).get(0);

        assertThat(target.apply(item)).isEqualTo("session: success");
        assertThat(veraison.headers)
                .containsEntry(
                        "Content-type",
                        "application/rim+cbor; profile=\"tag:github.com/parallaxsecond,2023-03-03:tpm\"")
                .containsEntry("Accept", StandIn.SESSION)
                .doesNotContainKey("Authorization");
        assertThat(target.readBack(item)).contains(item.content().orElseThrow());
        assertThat(target.apply(item)).isEqualTo("held already, with the same digest");
    }

    @Test
    void a_failed_session_is_a_failure_although_its_status_is_200() {
        veraison.failWith = "validation failed: unexpected measurement key";
        Target target = target();
        PlanItem item = target.plan(STATE).get(0);

        assertThatThrownBy(() -> target.apply(item))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("unexpected measurement key")
                .extracting(e -> ((BaselinesException) e).remote())
                .isEqualTo(false);
        assertThat(target.readBack(item)).isEmpty();
    }

    @Test
    void another_manifest_of_the_same_id_is_told_from_the_same_one() {
        veraison.failWith = "submit endorsement returned error: already in store but digests differ";
        Target target = target();
        PlanItem item = target.plan(STATE).get(0);

        assertThatThrownBy(() -> target.apply(item)).hasMessageContaining("remove that manifest from its store");
        assertThat(target.readBack(item)).isEmpty();
    }

    @Test
    void a_session_that_goes_on_is_polled_to_its_end_and_disposed_of() {
        veraison.polls = 2;
        Target target = target();

        assertThat(target.apply(target.plan(STATE).get(0))).isEqualTo("session: success");
        String session = " /endorsement-provisioning/v1/session/1234567890";
        assertThat(veraison.requests)
                .endsWith(
                        "POST /endorsement-provisioning/v1/submit",
                        "GET" + session,
                        "GET" + session,
                        "DELETE" + session);
    }

    @Test
    void a_session_on_another_server_is_not_followed() {
        veraison.polls = 2;
        veraison.location = "http://127.0.0.1:1/session";
        Target target = target();

        assertThatThrownBy(() -> target.apply(target.plan(STATE).get(0))).hasMessageContaining("on another server");
    }

    @Test
    void servers_of_earlier_drafts_get_the_media_type_that_they_list() {
        veraison.mediaTypes =
                "\"application/corim-unsigned+cbor; profile=tag:github.com/parallaxsecond,2023-03-03:tpm\"";
        Target target = target();

        target.apply(target.plan(STATE).get(0));

        assertThat(veraison.headers.get("Content-type")).startsWith("application/corim-unsigned+cbor; profile=");
    }

    @Test
    void a_profile_that_the_server_has_no_scheme_for_is_refused_before_anything_is_sent() {
        veraison.mediaTypes = "\"application/rim+cbor; profile=\\\"tag:arm.com,2023:cca\\\"\"";

        assertThat(target().plan(STATE)).singleElement().satisfies(item -> {
            assertThat(item.action()).isEqualTo(Action.REFUSED);
            assertThat(item.words()).singleElement().asString().contains("no scheme for application/rim+cbor");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "400, false, check 'url'",
        "401, false, role provisioner",
        "406, false, check 'url'",
        "415, false, check 'profile'",
        "500, true, no active plugin",
        "503, true, no active plugin"
    })
    void errors_say_whether_trying_again_may_help(int status, boolean remote, String words) {
        veraison.refuseWith = status;
        Target target = target();
        PlanItem item = target.plan(STATE).get(0);

        assertThatThrownBy(() -> target.apply(item))
                .asInstanceOf(InstanceOfAssertFactories.type(BaselinesException.class))
                .satisfies(e -> assertThat(e.remote()).isEqualTo(remote))
                .satisfies(e -> assertThat(e.getMessage()).contains(Integer.toString(status), words));
    }

    @Test
    void a_server_that_is_not_there_is_a_failure_of_the_other_side() {
        veraison.close();

        assertThatThrownBy(() -> target().plan(STATE))
                .asInstanceOf(InstanceOfAssertFactories.type(BaselinesException.class))
                .satisfies(e -> assertThat(e.remote()).isTrue());
    }

    @Test
    void credentials_are_sent_as_the_settings_say() {
        secrets.put("veraison/user", text("pipeline\n"));
        secrets.put("veraison/password", text("s3cret\n"));
        secrets.put("veraison/token", text("abc.def\n"));

        target("auth: basic", "credential: veraison").plan(STATE);
        assertThat(veraison.headers).containsEntry("Authorization", "Basic cGlwZWxpbmU6czNjcmV0");

        target("auth: bearer", "credential: veraison").plan(STATE);
        assertThat(veraison.headers).containsEntry("Authorization", "Bearer abc.def");
    }

    @Test
    void a_signed_manifest_goes_with_its_certificate(@TempDir Path folder) throws Exception {
        veraison.mediaTypes = "\"application/rim+cose; profile=\\\"tag:github.com/parallaxsecond,2023-03-03:tpm\\\"\"";
        secrets.putAll(Keys.ec(folder, "signer", "P-256"));
        Target target = target("sign-with: signer");
        PlanItem item = target.plan(STATE).get(0);
        assertThat(item.name()).endsWith(".corim.cose");
        assertThat(target.apply(item)).isEqualTo("session: success");
        assertThat(target.readBack(item)).isPresent();

        secrets.remove("signer/cert.pem");
        assertThat(target("sign-with: signer").plan(STATE))
                .singleElement()
                .satisfies(refused -> assertThat(refused.action()).isEqualTo(Action.REFUSED));
    }

    @ParameterizedTest
    @CsvSource({
        "url: 'http://veraison.example.org',auth: basic,over https only",
        "url: 'https://user:pw@veraison.example.org',auth: none,without user and query",
        "url: 'https://veraison.example.org',auth: basic,needs 'credential'",
        "url: 'https://veraison.example.org',form: integrity-registers,give 'profile'",
        "url: 'https://veraison.example.org',formm: x,did you mean 'form'"
    })
    void wrong_settings_are_refused_with_their_place(String url, String other, String words) {
        String credential = words.startsWith("over") ? "credential: x" : "entity: x";

        assertThatThrownBy(() -> new VeraisonKind()
                        .open(
                                RecordedBoot.settings("kind: veraison", url.replace("'", ""), other, credential),
                                RecordedBoot.secrets(secrets)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("hallmark.yaml:")
                .hasMessageContaining(words)
                .hasMessageNotContaining("user:pw");
    }

    private Target target(String... lines) {
        String[] all = new String[lines.length + 2];
        all[0] = "kind: veraison";
        all[1] = "url: " + veraison.url();
        System.arraycopy(lines, 0, all, 2, lines.length);
        return new VeraisonKind().open(RecordedBoot.settings(all), RecordedBoot.secrets(secrets));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
