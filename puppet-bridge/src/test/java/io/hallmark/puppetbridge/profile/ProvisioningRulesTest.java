package io.hallmark.puppetbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.testsupport.PythonPackages;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule sounds at what it is for, and at nothing else. */
class ProvisioningRulesTest {
    private static final String NODE = "192.0.2.50";
    private static final String SERVER = "192.0.2.10";
    private static final String OTHER = "192.0.2.99";

    /** What each rule is for, by what Wireshark makes of the packets. */
    private static final Map<Integer, String> MEANING = Map.of(
            1_047_001, "dhcp.type == 2 && !(ip.src == 192.0.2.10)",
            1_047_010, "tftp.opcode == 1 && !(ip.dst == 192.0.2.10)",
            1_047_011, "tftp.opcode == 1 && !(tftp.source_file in {\"snponly.efi\", \"undionly.kpxe\"})",
            1_047_012, "tftp.opcode == 2",
            1_047_013, "tftp.opcode == 3 && tftp.block == 1 && !(ip.src == 192.0.2.10)",
            1_047_020, "http.request.method == GET && !(ip.dst in {192.0.2.10, 192.0.2.11})",
            1_047_021,
                    "http.request.method == GET && ip.dst in {192.0.2.10, 192.0.2.11} && !(http.request.uri in"
                            + " {\"/boot/vmlinuz\", \"/boot/initrd.img\"})");

    @TempDir
    Path folder;

    private static NetworkAlerts alerts() {
        return Roles.of(Roles.CONTROLLER).all(NetworkAlerts.class).get(0);
    }

    private static List<IdsRule> rules(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.isEmpty())
                .map(IdsRule::parse)
                .toList();
    }

    @Test
    void rules_are_of_the_language_that_suricata_and_snort_share() {
        List<IdsRule> rules = rules(alerts().rules("hallmark-0123456789abcdef0123456789abcdef01234567"));
        assertThat(rules)
                .extracting(rule -> Integer.valueOf(rule.one("sid")))
                .containsExactlyInAnyOrderElementsOf(MEANING.keySet());
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.one("rev")).isEqualTo("3");
            assertThat(rule.one("msg")).startsWith("\"Hallmark: ");
            assertThat(rule.one("metadata")).isEqualTo("baseline hallmark-0123456789abcdef0123456789abcdef01234567");
        });
    }

    @Test
    void each_rule_sounds_at_the_packets_it_is_for() throws IOException {
        Tools.require("tshark");
        Path capture = folder.resolve("packets.pcap");
        packets().writeTo(capture);
        Map<Integer, List<String>> heard = new HashMap<>();
        Map<Integer, List<String>> meant = new HashMap<>();
        for (IdsRule rule : rules(alerts().rules("hallmark-test"))) {
            int sid = Integer.parseInt(rule.one("sid"));
            heard.put(sid, frames(capture, rule.displayFilter()));
            meant.put(sid, frames(capture, MEANING.get(sid)));
        }
        assertThat(meant)
                .allSatisfy((sid, frames) ->
                        assertThat(frames).as("packets of " + sid).isNotEmpty());
        assertThat(heard).isEqualTo(meant);
    }

    @Test
    void the_parser_of_suricatas_tools_reads_every_rule() throws IOException {
        Path python = PythonPackages.programs("idstools-0.6.5", List.of("idstools==0.6.5"))
                .resolve("python");
        Path rules = Files.writeString(folder.resolve("hallmark.rules"), alerts().rules("hallmark-test"));
        Answer answer = Programs.run(
                folder,
                List.of(
                        python.toString(),
                        "-c",
                        "import sys; from idstools import rule\n"
                                + "for r in rule.parse_file(sys.argv[1]): print(r.sid, r.rev, r.action, r.enabled, *r.metadata)",
                        rules.toString()));
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(answer.output().lines())
                .containsExactlyInAnyOrderElementsOf(MEANING.keySet().stream()
                        .map(sid -> sid + " 3 alert True baseline hallmark-test")
                        .toList());
    }

    private static List<String> frames(Path capture, String filter) {
        Answer answer = Programs.run(
                Path.of("/"),
                List.of(
                        "sh",
                        "-c",
                        "exec tshark -n -r \"$1\" -Y \"$2\" -T fields -e frame.number 2>/dev/null",
                        "tshark",
                        capture.toString(),
                        filter));
        assertThat(answer.exit()).as(filter).isZero();
        return answer.output().lines().toList();
    }

    private static Capture packets() throws IOException {
        Capture capture = new Capture();
        capture.udp("0.0.0.0", 68, "255.255.255.255", 67, dhcp(1, 1));
        for (String server : List.of(SERVER, OTHER)) {
            capture.udp(server, 67, "255.255.255.255", 68, dhcp(2, 2));
            for (String file :
                    List.of("snponly.efi", "undionly.kpxe", "snponly.efi2", "evil.efi", "boot/snponly.efi")) {
                capture.udp(NODE, 2000 + file.length(), server, 69, tftp(1, file));
            }
            capture.udp(server, 40000, NODE, 2011, data());
            capture.tcp(NODE, 3000, server, 80, get("/boot/vmlinuz"));
            capture.tcp(NODE, 3001, server, 80, get("/boot/initrd.img"));
            capture.tcp(NODE, 3002, server, 80, get("/boot/vmlinuz.evil"));
            capture.tcp(NODE, 3003, server, 80, get("/boot"));
            capture.tcp(
                    NODE, 3004, server, 80, "POST /boot/vmlinuz HTTP/1.1\r\nHost: boot\r\nContent-Length: 0\r\n\r\n");
            capture.tcp(server, 80, NODE, 3000, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
        capture.udp(NODE, 2100, SERVER, 69, tftp(2, "snponly.efi"));
        capture.tcp(NODE, 3005, "192.0.2.11", 80, get("/boot/vmlinuz"));
        capture.tcp(NODE, 3006, "192.0.2.11", 80, get("/"));
        return capture;
    }

    /** @param operation 1 of a client, 2 of a server; {@code type} 1 discover, 2 offer */
    private static byte[] dhcp(int operation, int type) {
        byte[] packet = new byte[300];
        packet[0] = (byte) operation;
        packet[1] = 1;
        packet[2] = 6;
        packet[236] = 0x63;
        packet[237] = (byte) 0x82;
        packet[238] = 0x53;
        packet[239] = 0x63;
        packet[240] = 53;
        packet[241] = 1;
        packet[242] = (byte) type;
        packet[243] = (byte) 255;
        return packet;
    }

    private static byte[] tftp(int operation, String file) {
        return ("\0" + (char) operation + file + "\0octet\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] data() {
        byte[] packet = new byte[516];
        Arrays.fill(packet, (byte) 0x55);
        packet[0] = 0;
        packet[1] = 3;
        packet[2] = 0;
        packet[3] = 1;
        return packet;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: boot\r\n\r\n";
    }
}
