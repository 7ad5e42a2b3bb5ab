package io.hallmark.verifierbridge.rim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.testsupport.Tools;
import io.hallmark.verifierbridge.Keys;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class RimFormatTest {
    @TempDir
    Path folder;

    private Map<String, byte[]> secrets;

    @BeforeEach
    void makeKey() throws Exception {
        secrets = new HashMap<>(Keys.rsa(folder, "xml"));
    }

    @Test
    void the_support_rim_replays_to_what_the_tpm_reported() {
        EventLog log = EventLogReader.read(content(render(RecordedBoot.recorded()), ".rimel"), "the support RIM");

        assertThat(log.findings()).isEmpty();
        for (int pcr : List.of(0, 2, 3, 4, 5, 6, 7, 9)) {
            assertThat(Replay.of(log).value(Bank.SHA256, pcr).orElseThrow().hex())
                    .isEqualTo(RecordedBoot.reported(Bank.SHA256, pcr));
        }
    }

    @Test
    void what_varies_from_node_to_node_is_not_asserted_and_told() {
        List<RenderedFile> files = render(RecordedBoot.recorded());
        EventLog log = EventLogReader.read(content(files, ".rimel"), "the support RIM");

        // The recorded firmware has network boot entries, which hold MAC addresses.
        assertThat(Replay.of(log).value(Bank.SHA256, 1).orElseThrow().hex())
                .isNotEqualTo(RecordedBoot.reported(Bank.SHA256, 1));
        assertThat(files).allMatch(file -> file.words().get(0).contains("vary from node to node"));
    }

    @Test
    void a_pcr_of_which_something_is_assumed_or_not_proven_is_not_asserted_and_told() {
        Map<AcceptedSet, String> sets = Map.of(
                RecordedBoot.assuming(9), "PCR 9 is not asserted: assumed: ",
                RecordedBoot.unproven(9), "PCR 9 is not asserted: self-test: no");
        sets.forEach((set, words) -> {
            List<RenderedFile> files = render(set);
            EventLog log = EventLogReader.read(content(files, ".rimel"), "the support RIM");

            assertThat(log.events()).noneMatch(event -> event.pcr() == 9);
            assertThat(Replay.of(log).value(Bank.SHA256, 4).orElseThrow().hex())
                    .isEqualTo(RecordedBoot.reported(Bank.SHA256, 4));
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(file.words()).anyMatch(line -> line.startsWith(words)));
        });
    }

    @Test
    void a_pcr_that_the_settings_do_not_enforce_is_not_asserted() {
        List<RenderedFile> files = render(List.of(4), RecordedBoot.recorded());
        EventLog log = EventLogReader.read(content(files, ".rimel"), "the support RIM");

        assertThat(log.events()).isNotEmpty().allMatch(event -> event.pcr() == 4);
        assertThat(files)
                .allSatisfy(file ->
                        assertThat(file.words()).contains("PCR 9 is not asserted: the settings do not enforce it"));
    }

    @Test
    void a_set_with_no_pcr_that_can_be_enforced_has_no_rim() {
        assertThat(render(List.of(9), RecordedBoot.assuming(9)))
                .singleElement()
                .satisfies(file -> assertThat(file.content()).isEmpty());
    }

    @Test
    void another_tool_replays_the_support_rim_to_the_same() throws Exception {
        Path file = folder.resolve("support.rimel");
        Files.write(file, content(render(RecordedBoot.recorded()), ".rimel"));

        String shown = run(0, Tools.require("tpm2_eventlog").toString(), file.toString());

        String pcrs = shown.substring(shown.indexOf("\npcrs:"));
        assertThat(pcrs)
                .contains("4  : 0x" + RecordedBoot.reported(Bank.SHA256, 4))
                .contains("9  : 0x" + RecordedBoot.reported(Bank.SHA256, 9));
    }

    @Test
    void the_base_rim_names_the_support_rim_with_its_digest() throws Exception {
        List<RenderedFile> files = render(RecordedBoot.recorded());
        byte[] log = content(files, ".rimel");
        Element tag = parse(content(files, ".swidtag")).getDocumentElement();

        assertThat(tag.getNamespaceURI()).isEqualTo(BaseRim.SWID);
        assertThat(tag.getLocalName()).isEqualTo("SoftwareIdentity");
        assertThat(tag.getAttribute("tagId")).matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*");
        Element entity = element(tag, "Entity");
        assertThat(entity.getAttribute("regid")).isEqualTo("example.org");
        Element meta = element(tag, "Meta");
        String rim = "https://trustedcomputinggroup.org/wp-content/uploads/TCG_RIM_Model";
        assertThat(meta.getAttributeNS(rim, "bindingSpec")).isEqualTo("PC Client RIM");
        assertThat(meta.getAttributeNS(rim, "platformManufacturerStr")).isEqualTo("Example & Sons");
        assertThat(meta.getAttributeNS(rim, "platformManufacturerId")).isEqualTo("00000343");
        Element file = element(tag, "File");
        assertThat(files)
                .extracting(RenderedFile::path)
                .anyMatch(path -> path.endsWith("/" + file.getAttribute("name")));
        assertThat(file.getAttribute("size")).isEqualTo(Integer.toString(log.length));
        assertThat(file.getAttributeNS("http://www.w3.org/2001/04/xmlenc#sha256", "hash"))
                .isEqualTo(Bank.SHA256.hash(log).hex());
    }

    /** The folder says what it is. */
    @Test
    void the_base_rim_has_all_that_another_tools_has_in_the_same_places() throws Exception {
        Element own =
                parse(content(render(RecordedBoot.recorded()), ".swidtag")).getDocumentElement();
        Element others = parse(Files.readAllBytes(Fixtures.path("pcclient-rim/web-tier.1.swidtag")))
                .getDocumentElement();
        Set<String> ours = new TreeSet<>(places(own, ""));

        // A link is for people, an empty location says nothing, xsi:type follows from the schema, and a key that is
        // named
        // need not be repeated.
        assertThat(places(others, "").stream()
                        .filter(place -> Stream.of("/Link", "@location", "XMLSchema-instance", "KeyValue")
                                .noneMatch(place::contains)))
                .isNotEmpty()
                .allSatisfy(place -> assertThat(ours).contains(place));
        for (String attribute : List.of("corpus", "patch", "supplemental", "versionScheme", "tagVersion")) {
            assertThat(own.getAttribute(attribute)).as(attribute).isEqualTo(others.getAttribute(attribute));
        }
        assertThat(element(own, "Entity").getAttribute("role"))
                .isEqualTo(element(others, "Entity").getAttribute("role"));
        assertThat(algorithms(own)).isEqualTo(algorithms(others));
    }

    @Test
    void the_signature_of_another_tool_holds_by_the_rules_that_its_own_is_checked_with() throws Exception {
        byte[] signed = Files.readAllBytes(Fixtures.path("pcclient-rim/web-tier.1.swidtag"));
        byte[] certificate = Files.readAllBytes(Fixtures.path("pcclient-rim/leaf.crt"));

        assertThat(holds(signed, certificate)).isTrue();
        assertThat(holds(
                        new String(signed, StandardCharsets.UTF_8)
                                .replace("ProductA\"/>", "ProductB\"/>")
                                .getBytes(StandardCharsets.UTF_8),
                        certificate))
                .isFalse();
    }

    /** Each element and attribute by its path and namespace. */
    private static List<String> places(Element element, String parent) {
        List<String> places = new ArrayList<>();
        String place = parent + "/" + element.getLocalName() + " {" + element.getNamespaceURI() + "}";
        places.add(place);
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())) {
                places.add(place + " @" + attribute.getLocalName() + " {" + attribute.getNamespaceURI() + "}");
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                places.addAll(places(inner, place));
            }
        }
        return places;
    }

    private static List<String> algorithms(Element tag) {
        List<String> algorithms = new ArrayList<>();
        for (String name : List.of("CanonicalizationMethod", "SignatureMethod", "Transform", "DigestMethod")) {
            NodeList found = tag.getElementsByTagNameNS(XMLSignature.XMLNS, name);
            for (int i = 0; i < found.getLength(); i++) {
                algorithms.add(name + " " + ((Element) found.item(i)).getAttribute("Algorithm"));
            }
        }
        return algorithms;
    }

    @Test
    void xmlsec_verifies_the_signature_and_sees_a_change() throws Exception {
        String tool = Tools.require("xmlsec1").toString();
        byte[] signed = content(render(RecordedBoot.recorded()), ".swidtag");
        String name = parse(signed)
                .getElementsByTagNameNS(XMLSignature.XMLNS, "KeyName")
                .item(0)
                .getTextContent();
        Path file = Files.write(folder.resolve("base.swidtag"), signed);
        Path changed = Files.writeString(
                folder.resolve("changed.swidtag"),
                new String(signed, StandardCharsets.UTF_8).replace("Standard PC", "Standard PD"));
        String certificate = folder.resolve("xml.cert.pem").toString();

        run(0, tool, "--verify", "--pubkey-cert-pem:" + name, certificate, file.toString());
        run(1, tool, "--verify", "--pubkey-cert-pem:" + name, certificate, changed.toString());
    }

    @Test
    void the_signature_holds_with_the_certificate_and_names_its_key() throws Exception {
        byte[] signed = content(render(RecordedBoot.recorded()), ".swidtag");
        X509Certificate certificate = certificate(secrets.get("xml/cert.pem"));
        Document document = parse(signed);

        assertThat(holds(signed, secrets.get("xml/cert.pem"))).isTrue();
        // OID 2.5.29.14, subject key identifier; openssl derives it by method 1 as well, wrapped in two octet strings.
        byte[] identifier = certificate.getExtensionValue("2.5.29.14");
        assertThat(document.getElementsByTagNameNS(XMLSignature.XMLNS, "KeyName")
                        .item(0)
                        .getTextContent())
                .isEqualTo(java.util.HexFormat.of().formatHex(identifier, 4, identifier.length));
    }

    @Test
    void equal_content_is_equal_bytes() {
        assertThat(content(render(RecordedBoot.recorded()), ".swidtag"))
                .isEqualTo(content(render(RecordedBoot.recorded()), ".swidtag"));
    }

    @Test
    void an_ec_key_is_refused_by_its_place() throws Exception {
        secrets.putAll(Keys.ec(folder, "xml", "P-256"));

        assertThatThrownBy(() -> render(RecordedBoot.recorded()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("the secret xml/key.pem is no RSA key");
    }

    private static boolean holds(byte[] signed, byte[] certificate) throws Exception {
        DOMValidateContext context = new DOMValidateContext(
                certificate(certificate).getPublicKey(),
                parse(signed)
                        .getElementsByTagNameNS(XMLSignature.XMLNS, "Signature")
                        .item(0));
        return XMLSignatureFactory.getInstance("DOM")
                .unmarshalXMLSignature(context)
                .validate(context);
    }

    private static X509Certificate certificate(byte[] pem) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private List<RenderedFile> render(AcceptedSet... sets) {
        return render(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), sets);
    }

    private List<RenderedFile> render(List<Integer> enforce, AcceptedSet... sets) {
        BaselineDocument baseline = RecordedBoot.baseline(enforce, sets);
        return RimFormat.of(
                        RecordedBoot.settings(
                                "kind: x", "rim-sign-with: xml", "rim-regid: example.org", "rim-manufacturer-id: 343"),
                        RecordedBoot.secrets(secrets))
                .render(RecordedBoot.state(baseline), baseline);
    }

    private static byte[] content(List<RenderedFile> files, String ending) {
        return files.stream()
                .filter(file -> file.path().endsWith(ending))
                .findFirst()
                .flatMap(RenderedFile::content)
                .orElseThrow();
    }

    private static Document parse(byte[] xml) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml));
    }

    private static Element element(Element root, String name) {
        return (Element) root.getElementsByTagNameNS(BaseRim.SWID, name).item(0);
    }

    private static String run(int status, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(shown).isEqualTo(status);
        return shown;
    }
}
