package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.io.Authorities;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.testsupport.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that a real PuppetDB gave, from a server that asks for certificates as it does and knows those questions alone. */
class PuppetDbTest {
    private static final String BASELINE = "hallmark-" + "2".repeat(40);

    @TempDir
    Path folder;

    @TempDir
    Path secrets;

    private HttpsServer server;
    private int status = 200;
    private UnaryOperator<String> onTheWay = answer -> answer;

    /** What is answered to the question for resources that a run skipped, in place of none. */
    private String skipped = "[]";

    @BeforeEach
    void start() throws Exception {
        TestCertificates certificates = TestCertificates.in(folder);
        certificates.credential(secrets, "puppet-ci", "ca", "client");
        certificates.openssl(
                "pkcs12",
                "-export",
                "-in",
                "server.pem",
                "-inkey",
                "server.key",
                "-out",
                "server.p12",
                "-passout",
                "pass:changeit");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        SSLContext tls = context();
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        List<?> exchanges = (List<?>) PlainJson.readObject("exchanges.json", recording("exchanges.json"))
                .get("exchanges");
        server.createContext("/", exchange -> {
            Object query = PlainJson.readObject(
                            "query", exchange.getRequestBody().readAllBytes())
                    .get("query");
            String path = exchange.getRequestURI().toString();
            String answer = exchanges.stream()
                    .map(each -> (Map<?, ?>) each)
                    .filter(each ->
                            each.get("path").equals(path) && each.get("query").equals(query))
                    .findFirst()
                    .map(each -> query.toString().contains("[=, status, skipped]") ? skipped : text(each.get("answer")))
                    .orElse("");
            byte[] bytes = (status == 200
                            ? onTheWay.apply(answer)
                            : new String(recording("refused.txt"), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.isEmpty() ? 400 : status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SSLContext context() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own.getKeyManagers(),
                Authorities.trust(PemReader.certificates(Files.readAllBytes(folder.resolve("ca.pem")), "ca.pem")),
                null);
        return context;
    }

    private static byte[] recording(String name) throws IOException {
        try (InputStream in = PuppetDbTest.class.getResourceAsStream("puppetdb/" + name)) {
            return in.readAllBytes();
        }
    }

    /** An answer is a list; the writer of documents takes objects alone. */
    private static String text(Object answer) {
        String object = CanonicalJson.write(Map.of("a", answer)).strip();
        return object.substring(object.indexOf('['), object.lastIndexOf(']') + 1);
    }

    private URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private RoleTable table(String credential) {
        return RoleTable.of(PuppetDb.of(url(), new SecretFolder(secrets), credential, Duration.ofSeconds(30))
                .runs());
    }

    private static NodeRun run(RoleTable table, String node) {
        return table.roles().values().stream()
                .flatMap(List::stream)
                .filter(run -> run.node().equals(node + ".example.org"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_a_run_skipped_of_a_profile_is_pending() {
        skipped =
                "[{\"certname\": \"applied.example.org\", \"resource_type\": \"File\", \"resource_title\": \"/etc/a\"}]";
        NodeRun run = run(table("puppet-ci"), "applied");
        assertThat(run.state()).isEqualTo(NodeRun.State.PENDING);
        assertThat(run.pending()).containsExactly("File[/etc/a]");
    }

    @Test
    void roles_have_nodes_and_nodes_have_what_they_applied_what_is_pending_and_what_failed() {
        RoleTable table = table("puppet-ci");
        assertThat(table.roles()).containsOnlyKeys("", "compute", "edge");
        assertThat(table.roles().get("edge"))
                .extracting(NodeRun::node)
                .containsExactly("applied.example.org", "pending.example.org");

        NodeRun applied = run(table, "applied");
        assertThat(applied.state()).isEqualTo(NodeRun.State.APPLIED);
        assertThat(applied.baseline()).contains(BASELINE);
        assertThat(applied.changed()).isEqualTo(1);
        NodeRun pending = run(table, "pending");
        assertThat(pending.state()).isEqualTo(NodeRun.State.PENDING);
        assertThat(pending.noop()).isTrue();
        assertThat(pending.pending()).containsExactly("File[/var/tmp/example/pending]");
        NodeRun failed = run(table, "failed");
        assertThat(failed.state()).isEqualTo(NodeRun.State.FAILED);
        assertThat(failed.failed()).containsExactly("File[/var/tmp/example/a-file/failed]");
        assertThat(run(table, "other").role()).isEmpty();

        assertThat(table.behind(BASELINE))
                .extracting(NodeRun::node)
                .containsExactlyInAnyOrder(
                        "pending.example.org", "failed.example.org", "behind.example.org", "other.example.org");
        assertThat(table.words(BASELINE))
                .containsExactly(
                        "role compute: 0 of 2 nodes have applied " + BASELINE
                                + "; another one: behind.example.org; failed: failed.example.org",
                        "role edge: 1 of 2 nodes have applied " + BASELINE + "; pending: pending.example.org");
    }

    @Test
    void a_lock_that_another_program_holds_is_told_from_other_failures_and_a_failed_catalog_is_one() {
        onTheWay = answer ->
                answer.replaceAll("Could not set 'file' on ensure: [^\"]*", "E: Could not get lock /var/lib/dpkg/lock");
        assertThat(run(table("puppet-ci"), "failed").state()).isEqualTo(NodeRun.State.RETRY);
        onTheWay = answer -> answer.contains("failure") ? "[]" : answer;
        assertThat(run(table("puppet-ci"), "failed").failed()).containsExactly("the catalog");
    }

    @Test
    void a_publication_tells_how_far_nodes_are_and_goes_on_without_it(@TempDir Path work) throws IOException {
        PuppetSite site = new PuppetSite(work);
        site.push("production", PuppetSite.CONTROL);
        for (String part : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.createDirectories(site.secrets.resolve("ci"));
            Files.copy(
                    secrets.resolve("puppet-ci").resolve(part),
                    site.secrets.resolve("ci").resolve(part));
        }
        String baseline = site.approve(
                "url: " + site.control() + "\nbranch: production\npuppetdb: " + url() + "\nserver-credential: ci\n",
                PuppetSite.ROLE);
        assertThat(((TargetOutcome.Published) site.publish()).words())
                .contains("role edge: 0 of 2 nodes have applied " + baseline
                        + "; another one: applied.example.org; pending: pending.example.org");
        status = 403;
        assertThat(((TargetOutcome.Published) site.publish()).words())
                .singleElement()
                .asString()
                .startsWith("warning: what nodes applied is not known: POST " + url());
    }

    @Test
    void what_fails_is_told_with_the_address_and_what_to_do() {
        status = 403;
        assertThatThrownBy(() -> table("puppet-ci"))
                .hasMessageStartingWith("POST " + url() + "/pdb/query/v4/resources: status 403 (")
                .hasMessageContaining("certificate-allowlist");
        status = 503;
        assertThatThrownBy(() -> table("puppet-ci"))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue());
        status = 200;
        for (String other : List.of("{}", "[1]", "[{}]")) {
            onTheWay = answer -> other;
            assertThatThrownBy(() -> table("puppet-ci")).hasMessageContaining("is not what PuppetDB gives");
        }
        assertThatThrownBy(() -> PuppetDb.of(
                        URI.create("http://u:s3cret@h"), new SecretFolder(secrets), "puppet-ci", Duration.ofSeconds(1)))
                .hasMessageContaining("must be https")
                .hasMessageNotContaining("s3cret");
    }
}
