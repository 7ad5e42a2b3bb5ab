package io.hallmark.puppetbridge.chef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.ConfiguredTarget;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.Publication;
import io.hallmark.baselines.publish.Receipts;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.baselines.publish.WatchedSecrets;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publication to a real server. Each test has a data bag of its own there. */
class ChefTargetTest {
    private static final String FIRST = "1111111111111111111111111111111111111111";
    private static final String SECOND = "2222222222222222222222222222222222222222";
    private static final String STORAGE = """
            role: storage
            platform: debian
            updates: packages
            sysctls:
              kernel.kptr_restrict: "2"
            """;

    @TempDir
    static Path folder;

    private static Goiardi goiardi;
    private static int bags;

    private String bag;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        goiardi = Goiardi.start(folder.resolve("goiardi"));
        secret("chef", goiardi.adminKey());
    }

    @AfterAll
    static void stop() {
        if (goiardi != null) {
            goiardi.close();
        }
    }

    @BeforeEach
    void fresh() {
        bag = "hardening" + ++bags;
        goiardi.requests.clear();
        goiardi.onTheWay = body -> body;
    }

    @Test
    void what_is_approved_is_held_by_the_server_read_back_and_then_left_alone() {
        Kept receipts = new Kept();
        TargetOutcome outcome = publish(state(FIRST, controllerAndStorage()), receipts);

        assertThat(outcome).isInstanceOf(TargetOutcome.Published.class);
        TargetOutcome.Published published = (TargetOutcome.Published) outcome;
        assertThat(published.items())
                .extracting(item -> item.name())
                .containsExactly(
                        "cookbook/node_hardening/" + Cookbook.shipped().version(),
                        "data/" + bag + "/controller",
                        "data/" + bag + "/storage");
        assertThat(published.words()).singleElement().asString().contains("not seen from here");
        assertThat(receipts.all)
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.commit()).isEqualTo(FIRST));
        ChefServer server = server();
        assertThat(server.cookbook(Cookbook.NAME, Cookbook.shipped().version()).orElseThrow())
                .containsOnlyKeys(Cookbook.FILES);
        assertThat(server.items(bag)).containsExactly("controller", "storage");
        assertThat(ChefRendering.item(Roles.of(Roles.CONTROLLER), new Origin(FIRST))
                        .toString())
                .isEqualTo(
                        reordered(server.item(bag, "controller").orElseThrow()).toString());

        goiardi.requests.clear();
        TargetOutcome.Published again =
                (TargetOutcome.Published) publish(state(FIRST, controllerAndStorage()), receipts);
        assertThat(again.changed()).isFalse();
        assertThat(goiardi.requests).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    /** Servers keep no order of fields; how they stand in lists is kept. */
    private static Map<String, Object> reordered(Map<String, Object> held) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ChefRendering.item(Roles.of(Roles.CONTROLLER), new Origin(FIRST)).forEach((key, value) -> {
            Object found = held.get(key);
            ordered.put(key, value instanceof List<?> list ? like(list, (List<?>) found) : found);
        });
        assertThat(held).containsOnlyKeys(ordered.keySet());
        return ordered;
    }

    private static List<Object> like(List<?> rendered, List<?> held) {
        assertThat(held).hasSameSizeAs(rendered);
        List<Object> ordered = new ArrayList<>();
        for (int i = 0; i < rendered.size(); i++) {
            if (rendered.get(i) instanceof Map<?, ?> map) {
                Map<?, ?> other = (Map<?, ?>) held.get(i);
                Map<Object, Object> entry = new LinkedHashMap<>();
                map.keySet().forEach(key -> entry.put(key, other.get(key)));
                assertThat(other.keySet()).hasSameSizeAs(map.keySet());
                ordered.add(entry);
            } else {
                ordered.add(held.get(i));
            }
        }
        return ordered;
    }

    @Test
    void another_commit_updates_items_and_one_that_lacks_a_role_removes_its_item() {
        publish(state(FIRST, controllerAndStorage()), new Kept());
        Target target = target("");
        server().put(bag, "foreign", Map.of("id", "foreign", "of", "somebody else"));

        List<PlanItem> plan = target.plan(state(SECOND, Map.of("storage", STORAGE)));

        assertThat(plan)
                .extracting(PlanItem::name, PlanItem::action)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                "cookbook/node_hardening/" + Cookbook.shipped().version(), Action.KEEP),
                        org.assertj.core.api.Assertions.tuple("data/" + bag + "/storage", Action.UPDATE),
                        org.assertj.core.api.Assertions.tuple("data/" + bag + "/controller", Action.REMOVE));
        publish(state(SECOND, Map.of("storage", STORAGE)), new Kept());
        assertThat(server().items(bag)).containsExactly("foreign", "storage");
        assertThat(server().item(bag, "storage").orElseThrow()).containsEntry("baseline", "hallmark-" + SECOND);
    }

    @Test
    void what_somebody_changed_on_the_server_is_put_right() {
        ApprovedState state = state(FIRST, Map.of("storage", STORAGE));
        publish(state, new Kept());
        Map<String, Object> item =
                new LinkedHashMap<>(server().item(bag, "storage").orElseThrow());
        item.put("states", List.of());
        server().put(bag, "storage", item);

        Target target = target("");
        PlanItem found = target.plan(state).get(1);
        assertThat(found.action()).isEqualTo(Action.UPDATE);
        assertThat(target.readBack(found).orElseThrow())
                .isNotEqualTo(found.content().orElseThrow());
        target.apply(found);
        assertThat(target.readBack(found).orElseThrow())
                .isEqualTo(found.content().orElseThrow());
    }

    @Test
    void files_that_the_server_has_are_not_sent_again() {
        ChefServer server = server();
        server.upload(Cookbook.shipped());
        goiardi.requests.clear();
        Cookbook shipped = Cookbook.shipped();
        TreeMap<String, io.hallmark.measuredboot.artifact.Content> files = new TreeMap<>(shipped.files());
        files.put(
                "README.md",
                new io.hallmark.measuredboot.artifact.Content(
                        ("another text " + bag + "\n").getBytes(StandardCharsets.UTF_8)));
        Cookbook other = new Cookbook("1.0." + (1000 + bags), files);

        server.upload(other);

        assertThat(goiardi.requests)
                .filteredOn(request -> request.contains("/file_store/"))
                .hasSize(1);
        assertThat(server.cookbook(Cookbook.NAME, other.version()).orElseThrow())
                .containsEntry("README.md", Checksum.hex(files.get("README.md")))
                .containsOnlyKeys(Cookbook.FILES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.3"})
    void the_server_takes_every_version_of_signatures(String version) {
        Target target = target("signing: \"" + version + "\"");
        PlanItem item = target.plan(state(FIRST, Map.of("storage", STORAGE))).get(1);
        assertThat(target.apply(item)).contains("no node was converged");
        assertThat(target.readBack(item).orElseThrow()).isEqualTo(item.content().orElseThrow());
    }

    @Test
    void an_item_of_somebody_else_and_a_profile_that_lint_refuses_stop_the_publication() {
        server().put(bag, "storage", Map.of("id", "storage", "of", "somebody else"));
        Map<String, String> profiles = Map.of("storage", STORAGE, "compute", Roles.text(Roles.COMPUTE));

        TargetOutcome outcome = publish(state(FIRST, profiles), new Kept());

        assertThat(outcome).isInstanceOf(TargetOutcome.Refused.class);
        assertThat(outcome.words())
                .anyMatch(line -> line.contains("/storage") && line.contains("not Hallmark's"))
                .anyMatch(line -> line.contains("/compute") && line.contains("propose its baseline first"));
        assertThat(server().items(bag)).containsExactly("storage");
    }

    @Test
    void a_wrong_key_an_unknown_client_and_a_wrong_clock_are_told_apart() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        byte[] other = rsa.generateKeyPair().getPrivate().getEncoded();
        secret(
                "other",
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(other)
                        + "\n-----END PRIVATE KEY-----\n");
        refused(target("", "admin", "other", InstantSource.system()), "key.pem is not the key");
        refused(target("", "nobody", "chef", InstantSource.system()), "knows no client or user 'nobody'");
        InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        refused(target("", "admin", "chef", late), "60 minutes after the server's time");
        InstantSource early = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-90));
        refused(target("", "admin", "chef", early), "minutes before the server's time");
    }

    @Test
    void what_is_changed_on_the_way_is_noticed() {
        goiardi.onTheWay = body -> new String(body, StandardCharsets.UTF_8)
                .replace("kptr_restrict = 2", "kptr_restrict = 0")
                .getBytes(StandardCharsets.UTF_8);
        Target target = target("cookbook: false");
        PlanItem item = target.plan(state(FIRST, Map.of("storage", STORAGE))).get(0);
        assertThatThrownBy(() -> target.apply(item))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("not what was sent");
        assertThat(target.readBack(item)).isEmpty();
    }

    @Test
    void an_answer_that_is_no_json_is_no_chef_server() {
        Target target = target("organization: example");
        assertThatThrownBy(() -> target.plan(state(FIRST, Map.of("storage", STORAGE))))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("is no Chef Infra Server")
                .hasMessageContaining("'organization'");
    }

    @Test
    void a_server_that_is_down_is_a_remote_failure() {
        Target target = target(settings("http://127.0.0.1:1", "", "admin", "chef"), InstantSource.system());
        assertThatThrownBy(() -> target.plan(state(FIRST, Map.of("storage", STORAGE))))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue());
    }

    @Test
    void settings_are_checked_where_they_stand() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "https://user:secret@chef.example.org", "without user and query",
                        "http://chef.example.org", "https address",
                        "ftp://127.0.0.1", "https address")
                .entrySet()) {
            assertThatThrownBy(() -> target(settings(wrong.getKey(), "", "admin", "chef"), InstantSource.system()))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("hallmark.yaml:")
                    .hasMessageContaining(wrong.getValue())
                    .hasMessageNotContaining("secret@");
        }
        assertThatThrownBy(() -> target("data-bag: ../../x")).hasMessageContaining("'data-bag' is a name");
        assertThatThrownBy(() -> target("signing: \"1.2\"")).hasMessageContaining("1.3");
        assertThatThrownBy(() -> target("organisation: x")).hasMessageContaining("organization");
    }

    @Test
    void a_server_behind_tls_is_trusted_by_the_authority_of_the_credential_alone() throws Exception {
        Tools.require("openssl");
        Path own = certificate("own");
        HttpsServer tls = goiardi.behindTls(context(own));
        try {
            String url = "https://127.0.0.1:" + tls.getAddress().getPort();
            Path authority = folder.resolve("secrets/tls/ca.pem");
            secret("tls", goiardi.adminKey());
            Files.copy(own.resolve("cert.pem"), authority);
            assertThat(target(settings(url, "", "admin", "tls"), InstantSource.system())
                            .plan(state(FIRST, Map.of("storage", STORAGE))))
                    .extracting(PlanItem::action)
                    .doesNotContain(PlanItem.Action.REFUSED)
                    .isNotEmpty();

            Files.copy(certificate("other").resolve("cert.pem"), authority, StandardCopyOption.REPLACE_EXISTING);
            for (String credential : List.of("tls", "chef")) {
                refused(
                        target(settings(url, "", "admin", credential), InstantSource.system()),
                        "the certificate of Chef at " + url + " is not trusted");
            }
        } finally {
            tls.stop(0);
        }
    }

    /** A certificate for this machine that is its own authority, with its key. */
    private static Path certificate(String name) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name));
        for (String command : List.of(
                "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 7 -subj /CN=" + name
                        + " -addext subjectAltName=IP:127.0.0.1",
                "pkcs12 -export -in cert.pem -inkey key.pem -out key.p12 -passout pass:password")) {
            List<String> words = new ArrayList<>(List.of("openssl"));
            words.addAll(List.of(command.split(" ")));
            Programs.Answer answer = Programs.run(to, words);
            assertThat(answer.exit()).as(answer.output()).isZero();
        }
        return to;
    }

    private static SSLContext context(Path certificate) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate.resolve("key.p12"))) {
            keys.load(in, "password".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void refused(Target target, String words) {
        assertThatThrownBy(() -> target.plan(state(FIRST, Map.of("storage", STORAGE))))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isFalse())
                .hasMessageContaining(words)
                .hasMessageNotContaining("PRIVATE");
    }

    private static Map<String, String> controllerAndStorage() {
        return Map.of("controller", Roles.text(Roles.CONTROLLER), "storage", STORAGE);
    }

    private TargetOutcome publish(ApprovedState state, Receipts receipts) {
        Publication publication = new Publication(
                receipts,
                new WatchedSecrets(new SecretFolder(folder.resolve("secrets"))),
                (before, after) -> true,
                Optional.empty(),
                duration -> {},
                InstantSource.system(),
                line -> {});
        Settings settings = settings(goiardi.url(), "", "admin", "chef");
        return publication
                .run(state, ConfiguredTarget.of(settings, List.of(new ChefKind()), publication.secrets(), Set.of()))
                .get(0);
    }

    private ChefServer server() {
        return new ChefServer(new ChefApi(
                new ServerAddress(java.net.URI.create(goiardi.url())),
                new RequestSigner(
                        "admin",
                        ClientKey.of(new SecretFolder(folder.resolve("secrets")), "chef"),
                        SigningVersion.V1_3),
                Optional.empty(),
                InstantSource.system(),
                Duration.ofSeconds(60)));
    }

    private Target target(String more) {
        return target(more, "admin", "chef", InstantSource.system());
    }

    private Target target(String more, String client, String credential, InstantSource clock) {
        return target(settings(goiardi.url(), more, client, credential), clock);
    }

    private static Target target(Settings settings, InstantSource clock) {
        TargetSettings target = settings.targets().get(0);
        return new ChefKind(clock).open(target, new SecretFolder(folder.resolve("secrets")));
    }

    private Settings settings(String url, String more, String client, String credential) {
        String text = "targets:\n  chef:\n    kind: chef\n    url: " + url + "\n    client: " + client
                + "\n    credential: " + credential + "\n"
                + (more.startsWith("data-bag") ? "" : "    data-bag: " + bag + "\n") + "    " + more + "\n";
        return Settings.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void secret(String id, String key) throws IOException {
        Path to = folder.resolve("secrets").resolve(id).resolve("key.pem");
        Files.createDirectories(to.getParent());
        Files.writeString(to, key);
    }

    private static ApprovedState state(String commit, Map<String, String> profiles) {
        return ApprovedState.of(commit, Instant.parse("2026-01-02T03:04:05Z"), new Profiles(new TreeMap<>(profiles)));
    }

    /** A repository that has nothing but profiles. */
    private record Profiles(TreeMap<String, String> texts) implements RepositoryFiles {
        @Override
        public String describe() {
            return "the repository of the test";
        }

        @Override
        public Optional<byte[]> read(String path) {
            return texts.entrySet().stream()
                    .filter(entry -> path.equals("hardening/" + entry.getKey() + ".yaml"))
                    .map(entry -> entry.getValue().getBytes(StandardCharsets.UTF_8))
                    .findFirst();
        }

        @Override
        public List<String> list(String under) {
            return texts.keySet().stream()
                    .map(role -> "hardening/" + role + ".yaml")
                    .filter(path -> path.startsWith(under + "/"))
                    .toList();
        }
    }

    /** Receipts in memory. */
    private static final class Kept implements Receipts {
        private final List<ReceiptDocument> all = new ArrayList<>();

        @Override
        public Map<String, ReceiptDocument> newest() {
            Map<String, ReceiptDocument> newest = new TreeMap<>();
            all.forEach(receipt -> newest.put(receipt.target(), receipt));
            return newest;
        }

        @Override
        public boolean published(String commit) {
            return all.stream().anyMatch(receipt -> receipt.commit().equals(commit));
        }

        @Override
        public Optional<String> lastPublished() {
            return all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(all.get(all.size() - 1).commit());
        }

        @Override
        public Optional<ReceiptDocument> keep(ReceiptDocument receipt, Optional<ReceiptDocument> seen) {
            all.add(receipt);
            return Optional.empty();
        }
    }
}
