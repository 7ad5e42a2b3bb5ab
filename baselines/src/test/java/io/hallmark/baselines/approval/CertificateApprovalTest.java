package io.hallmark.baselines.approval;

import static io.hallmark.baselines.approval.Team.BASELINE;
import static io.hallmark.baselines.approval.Team.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.KeyFile;
import io.hallmark.baselines.repository.Shell;
import io.hallmark.testsupport.Tools;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Approvals with X.509 certificates and signatures in the form that Git takes for {@code gpg.format=x509}. */
class CertificateApprovalTest {
    private static final String[] EC = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "30"};

    @TempDir
    Path home;

    Team team;
    Person build;

    @BeforeEach
    void start() {
        Tools.require("git");
        Tools.require("openssl");
        Tools.require("ssh-keygen");
        team = new Team(home);
        build = Person.withSsh(home, "build");
    }

    @AfterEach
    void stopAgent() {
        Shell.attempt(home, Map.of("GNUPGHOME", Person.gnupg(home).toString()), "gpgconf", "--kill", "all");
    }

    private static X509Certificate certificate(Person person) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(person.key().getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** An hour after the certificate was made, which is when the test runs. */
    private static Instant soon(Person person) {
        return certificate(person).getNotBefore().toInstant().plus(Duration.ofHours(1));
    }

    private ApprovalResult check(Person listed, Person signer, Instant when) {
        String trusted = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(listed), List.of(build)));
        String change = team.commit(build, BASELINE, "new at " + when + "\n");
        team.tag(signer, "on-" + change, change);
        return team.check(Optional.of(trusted), change, when);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:3072", "ec -pkeyopt ec_paramgen_curve:P-256", "ec -pkeyopt ec_paramgen_curve:P-384"})
    void a_certificate_approves(String type) {
        String[] options = ("-days 30 -newkey " + type).split(" ");
        Person alice = Person.withCertificate(home, "alice", "sha256", options);
        assertThat(check(alice, alice, soon(alice)))
                .isInstanceOfSatisfying(
                        ApprovalResult.Approved.class,
                        approved -> assertThat(approved.approvals())
                                .extracting(Approval::person)
                                .containsExactly("alice"));
    }

    @Test
    void a_merge_is_approved_by_a_signature_that_gpgsm_made() {
        Tools.require("gpgsm");
        Person plain = Person.withCertificate(
                home, "alice", "sha256", "-newkey", "rsa:2048", "-days", "30", "-addext", "keyUsage=digitalSignature");
        Person alice = Person.ofGpgsm(home, plain);
        String trusted = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(alice), List.of(build)));
        team.git("checkout", "-q", "-b", "proposal");
        team.commit(build, BASELINE, "new\n");
        team.git("checkout", "-q", "main");
        team.git(alice, "merge", "-q", "--no-ff", "-S", "-m", "Merge", "proposal");
        assertThat(team.check(Optional.of(trusted), team.head(), soon(alice)))
                .isInstanceOf(ApprovalResult.Approved.class);
    }

    @Test
    void a_certificate_that_is_not_valid_now_approves_nothing() {
        Person alice = Person.withCertificate(home, "alice", "sha256", EC);
        Instant end = certificate(alice).getNotAfter().toInstant();
        assertThat(Team.words(check(alice, alice, end.plusSeconds(1)))).contains("its certificate expired at " + end);
        Instant start = certificate(alice).getNotBefore().toInstant();
        assertThat(Team.words(check(alice, alice, start.minusSeconds(1))))
                .contains("its certificate is valid only from " + start);
    }

    @ParameterizedTest
    @CsvSource({
        "keyUsage=keyEncipherment, false",
        "keyUsage=keyCertSign, false",
        "extendedKeyUsage=serverAuth, false",
        "extendedKeyUsage=emailProtection, true",
        "keyUsage=nonRepudiation, true"
    })
    void a_certificate_says_what_its_key_is_for(String extension, boolean signing) {
        Person alice = Person.withCertificate(home, "alice", "sha256", options("-addext", extension));
        ApprovalResult result = check(alice, alice, soon(alice));
        assertThat(result instanceof ApprovalResult.Approved).isEqualTo(signing);
        if (!signing) {
            assertThat(Team.words(result)).contains("its certificate is not one for signing (key usage)");
        }
    }

    @Test
    void a_sha1_signature_approves_nothing() {
        Person alice = Person.withCertificate(home, "alice", "sha1", "-newkey", "rsa:2048", "-days", "30");
        assertThat(Team.words(check(alice, alice, soon(alice)))).contains("it uses SHA-1");
    }

    @Test
    void who_issued_a_certificate_does_not_matter_and_its_issuer_is_not_its_owner() {
        Person alice = Person.withCertificate(home, "alice", "sha256", EC);
        Shell.run(
                home,
                "sh",
                "-c",
                "openssl req -new -nodes -newkey rsa:2048 -subj /CN=mallory -keyout mallory.key.pem -out m.csr"
                        + " && openssl x509 -req -in m.csr -CA alice.pem -CAkey alice.key.pem -set_serial 7 -days 30"
                        + " -out mallory.pem");
        Person mallory = Person.ofCertificate(home, "mallory", "sha256");
        assertThat(Team.words(check(alice, mallory, soon(mallory))))
                .contains("X.509 certificate with serial number 7 is not among the keys of the rules that count");
    }

    @Test
    void a_certificate_with_the_same_name_and_number_is_not_the_same() {
        Person alice = Person.withCertificate(home, "alice", "sha256", options("-set_serial", "5"));
        Person twin =
                Person.withCertificate(home.resolve(folder("twin")), "alice", "sha256", options("-set_serial", "5"));
        assertThat(Team.words(check(alice, twin, soon(twin)))).contains("it does not fit what it is attached to");
    }

    private KeyFile bundle(Person person, String name, String tail) {
        Shell.run(
                home, "sh", "-c", "cat " + person.name() + ".key.pem " + person.name() + ".pem " + tail + " > " + name);
        return KeyFile.of(home.resolve(name));
    }

    private String approved(Person listed, KeyFile file, Optional<Supplier<char[]>> passphrase) {
        String trusted = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(listed), List.of(build)));
        String change = team.commit(build, BASELINE, "new by " + file.name() + "\n");
        team.push();
        Identity who = new Identity("Alice", "alice@example.org");
        CommitSigner signer = CommitSigner.x509(file, passphrase);
        try (BaselinesRepository repository = team.open("cache")) {
            assertThat(repository.approve(change, signer, who)).isTrue();
            repository.approveByTag(change, "by/" + change, signer, who);
        }
        team.fetch();
        assertThat(team.check(Optional.of(trusted), change, soon(listed)))
                .isInstanceOfSatisfying(
                        ApprovalResult.Approved.class,
                        result -> assertThat(result.approvals())
                                .extracting(Approval::person)
                                .containsOnly("alice"));
        return change;
    }

    /** Takes the note apart as a stranger would, and has openssl look at it. */
    private void opensslVerifies(Person person, String change) {
        String note = team.git("notes", "--ref=hallmark-approvals", "show", change);
        int begin = note.indexOf("-----BEGIN");
        Person.write(home.resolve("payload"), note.substring(0, begin));
        Person.write(home.resolve("signature"), note.substring(begin).replace("SIGNED MESSAGE", "CMS") + "\n");
        String command = "openssl cms -verify -binary -inform PEM -in signature -content payload -purpose any -CAfile "
                + person.name() + ".pem -out /dev/null";
        assertThat(Shell.run(home, "sh", "-c", command)).containsIgnoringCase("verification successful");
        Person.write(home.resolve("payload"), note.substring(0, begin) + "x");
        assertThat(Shell.attempt(home, Map.of(), "sh", "-c", command).code()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:3072", "ec -pkeyopt ec_paramgen_curve:P-256", "ec -pkeyopt ec_paramgen_curve:P-384"})
    void what_hallmark_signs_with_a_certificate_approves_and_openssl_verifies_it(String type) {
        Person alice = Person.withCertificate(home, "alice", "sha256", ("-days 30 -newkey " + type).split(" "));
        opensslVerifies(alice, approved(alice, bundle(alice, "both.pem", ""), Optional.empty()));
    }

    @Test
    void the_key_may_be_in_a_pkcs12_file_or_encrypted() {
        Person alice = Person.withCertificate(home, "alice", "sha256", EC);
        Shell.run(
                home,
                "sh",
                "-c",
                "openssl pkcs12 -export -passout pass:tr0ub4dor -in alice.pem -inkey alice.key.pem -out alice.p12"
                        + " && openssl pkcs8 -topk8 -passout pass:tr0ub4dor -in alice.key.pem -out locked.pem"
                        + " && cat locked.pem alice.pem > both.pem");
        for (String name : List.of("alice.p12", "both.pem")) {
            KeyFile file = KeyFile.of(home.resolve(name));
            opensslVerifies(alice, approved(alice, file, Optional.of("tr0ub4dor"::toCharArray)));
            assertThatThrownBy(() -> approved(alice, file, Optional.of("wr0ng"::toCharArray)))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining(name)
                    .hasMessageNotContaining("wr0ng");
            assertThatThrownBy(() -> approved(alice, file, Optional.empty())).hasMessageContaining(name);
        }
    }

    @Test
    void gpgsm_verifies_the_tag_that_hallmark_signed() {
        Tools.require("gpgsm");
        Person plain = Person.withCertificate(
                home, "alice", "sha256", "-newkey", "rsa:2048", "-days", "30", "-addext", "keyUsage=digitalSignature");
        Person alice = Person.ofGpgsm(home, plain);
        String change = approved(alice, bundle(plain, "both.pem", ""), Optional.empty());
        assertThat(team.git(alice, "verify-tag", "by/" + change)).contains("Good signature from \"/CN=alice\"");
    }

    @Test
    void a_key_without_its_certificate_or_with_another_ones_signs_nothing() {
        Person alice = Person.withCertificate(home, "alice", "sha256", EC);
        Person bob = Person.withCertificate(home, "bob", "sha256", EC);
        assertThatThrownBy(() -> approved(alice, KeyFile.of(home.resolve("alice.key.pem")), Optional.empty()))
                .hasMessageContaining("holds no certificate");
        Shell.run(home, "sh", "-c", "cat alice.key.pem bob.pem > mixed.pem");
        assertThatThrownBy(() -> approved(bob, KeyFile.of(home.resolve("mixed.pem")), Optional.empty()))
                .hasMessageContaining("does not belong to the first certificate");
    }

    private String folder(String name) {
        Shell.run(home, "mkdir", name);
        return name;
    }

    private static String[] options(String... more) {
        String[] options = Arrays.copyOf(EC, EC.length + more.length);
        System.arraycopy(more, 0, options, EC.length, more.length);
        return options;
    }

    @Test
    void a_file_with_several_certificates_or_a_short_key_is_no_usable_rule() {
        Person alice = Person.withCertificate(home, "alice", "sha256", EC);
        Person bob = Person.withCertificate(home, "bob", "sha256", EC);
        Person both = new Person("alice", alice.key() + bob.key(), alice.options(), Map.of());
        assertThatThrownBy(() -> check(both, alice, soon(alice))).hasMessageContaining("it is not one block of Base64");
        Person weak = Person.withCertificate(home, "weak", "sha256", "-newkey", "rsa:1024", "-days", "30");
        assertThatThrownBy(() -> check(weak, weak, soon(weak))).hasMessageContaining("at least 2048 bits");
    }
}
