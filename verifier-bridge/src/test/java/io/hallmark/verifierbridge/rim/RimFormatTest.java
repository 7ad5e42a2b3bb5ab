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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

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
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(secrets.get("xml/cert.pem")));
        Document document = parse(signed);
        DOMValidateContext context = new DOMValidateContext(
                certificate.getPublicKey(),
                document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0));

        assertThat(XMLSignatureFactory.getInstance("DOM")
                        .unmarshalXMLSignature(context)
                        .validate(context))
                .isTrue();
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

    private List<RenderedFile> render(AcceptedSet... sets) {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(4), sets);
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
