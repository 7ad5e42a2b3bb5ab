package io.hallmark.puppetbridge.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.testsupport.Tools;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Files of intrusion detection are those of the profile, and the tools that can be asked take them. */
class DetectionRenderingTest {
    private static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef01234567");
    private static final String MANAGER = """
            role: manager
            platform: debian
            updates: packages
            tripwire:
              paths: [/etc, /usr/sbin]
              excludes: [/etc/mtab]
              schedule: weekly
            wazuh:
              group: compute
              paths: [/etc, /usr]
              excludes: [/etc/mtab]
              schedule: hourly
            """;

    @TempDir
    Path folder;

    private static Map<String, String> rendered(HardeningProfile profile) {
        Map<String, String> texts = new LinkedHashMap<>();
        new DetectionRendering()
                .render(profile, ORIGIN)
                .files()
                .forEach((path, content) -> texts.put(path, content.text()));
        return texts;
    }

    @Test
    void each_tool_has_its_files_by_role_and_place() {
        assertThat(rendered(Roles.of(Roles.COMPUTE)))
                .containsOnlyKeys(
                        "compute/etc/aide/hallmark.conf",
                        "compute/etc/systemd/system/hallmark-aide-init.service",
                        "compute/etc/systemd/system/hallmark-aide.service",
                        "compute/etc/systemd/system/hallmark-aide.timer",
                        "compute/var/lib/aide/hallmark.db.sha256");
        assertThat(rendered(Roles.of(Roles.CONTROLLER)))
                .containsOnlyKeys(
                        "controller/etc/samhain/samhainrc",
                        "controller/etc/suricata/rules/hallmark-provisioning.rules");
        assertThat(rendered(Roles.read(MANAGER)))
                .containsOnlyKeys(
                        "manager/etc/tripwire/twpol.txt",
                        "manager/etc/cron.d/hallmark-tripwire",
                        "manager/var/ossec/etc/shared/compute/agent.conf");
        assertThat(rendered(Roles.read("role: bare\nplatform: debian\nupdates: packages\n")))
                .isEmpty();
    }

    @Test
    void rules_of_a_sensor_name_the_baseline_and_are_the_same_otherwise() {
        HardeningProfile profile = Roles.of(Roles.CONTROLLER);
        String own = rendered(profile).get("controller/etc/suricata/rules/hallmark-provisioning.rules");
        String onNodes = profile.states().stream()
                .filter(state -> state.name().equals("file /etc/suricata/rules/hallmark-provisioning.rules"))
                .map(state -> ((io.hallmark.puppetbridge.node.NodeState.ManagedFile) state).content())
                .findFirst()
                .orElseThrow();
        assertThat(own).isNotEqualTo(onNodes);
        assertThat(own.replace(" metadata:baseline " + ORIGIN.baseline() + ";", ""))
                .isEqualTo(onNodes);
    }

    @Test
    void tripwire_takes_its_policy() throws Exception {
        Tools.require("twadmin");
        Files.writeString(
                folder.resolve("twpol.txt"), rendered(Roles.read(MANAGER)).get("manager/etc/tripwire/twpol.txt"));
        String at = folder.toString();
        Files.writeString(
                folder.resolve("twcfg.txt"),
                "ROOT=" + at + "\nPOLFILE=" + at + "/tw.pol\nDBFILE=" + at + "/tw.db\nREPORTFILE=" + at + "/tw.report\n"
                        + "SITEKEYFILE=" + at + "/site.key\nLOCALKEYFILE=" + at + "/local.key\n");
        String phrase = "only-for-tests";
        taken("--generate-keys", "--site-keyfile", "site.key", "--site-passphrase", phrase);
        taken("--create-cfgfile", "-c", "tw.cfg", "-S", "site.key", "-Q", phrase, "twcfg.txt");
        taken("--create-polfile", "-c", "tw.cfg", "-p", "tw.pol", "-S", "site.key", "-Q", phrase, "twpol.txt");
        Answer policy = Programs.run(
                folder, List.of("twadmin", "--print-polfile", "-c", "tw.cfg", "-p", "tw.pol", "-S", "site.key"));
        assertThat(policy.output()).contains("  /usr/sbin -> ").contains("  !/etc/mtab ;");
    }

    private void taken(String... arguments) {
        List<String> command = new ArrayList<>(List.of("twadmin"));
        command.addAll(List.of(arguments));
        Answer answer = Programs.run(folder, command);
        assertThat(answer.exit()).as(answer.output()).isZero();
    }

    @Test
    void the_configuration_of_wazuh_agents_is_xml_that_names_what_is_watched() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Document document = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(rendered(Roles.read(MANAGER))
                        .get("manager/var/ossec/etc/shared/compute/agent.conf")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("agent_config");
        assertThat(texts(document, "directories")).containsExactly("/etc", "/usr");
        assertThat(texts(document, "ignore")).containsExactly("/etc/mtab");
        assertThat(texts(document, "frequency")).containsExactly("3600");
    }

    private static List<String> texts(Document document, String tag) {
        NodeList found = document.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }
}
