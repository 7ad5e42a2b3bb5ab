package io.hallmark.puppetbridge.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rules of Suricata and Snort for {@link NetworkAlerts}. */
final class ProvisioningRules {
    /** The range for rules of one's own begins at 1000000; each rule here keeps its number for good. */
    private static final int FIRST_SID = 1_047_000;

    private static final String READ_REQUEST = "|00 01|";

    private final StringBuilder text = new StringBuilder();
    private final String end;

    private ProvisioningRules(String end) {
        this.end = end;
    }

    /** @param baseline that was approved, for the rules' metadata; without it they say none */
    static String of(NetworkAlerts alerts, Optional<String> baseline) {
        ProvisioningRules rules = new ProvisioningRules("rev:" + alerts.revision() + ";"
                + baseline.map(id -> " metadata:baseline " + id + ";").orElse(""));
        rules.text.append("# Written by Hallmark; changes are undone. For a sensor on the provisioning network.\n");
        String dhcp = others(alerts.dhcpServers());
        rules.alert(
                1,
                "udp " + dhcp + " 67 -> any [67,68]",
                "DHCP answer from a server that is not approved",
                List.of("content:\"|02|\"", "offset:0", "depth:1"));
        alerts.tftp().ifPresent(rules::tftp);
        alerts.http().ifPresent(rules::http);
        return rules.text.toString();
    }

    private void tftp(NetworkAlerts.Serving serving) {
        String others = others(serving.servers());
        String request = "content:\"" + READ_REQUEST + "\"; offset:0; depth:2";
        alert(10, "udp any any -> " + others + " 69", "TFTP from a server that is not approved", List.of(request));
        String unlike = serving.files().stream()
                // Opcode, name and NUL stand at the start of the packet.
                .map(file -> "content:!\"" + READ_REQUEST + file + "|00|\"; offset:0; depth:" + (file.length() + 3))
                .collect(Collectors.joining("; "));
        alert(11, "udp any any -> any 69", "TFTP of a file that is not approved", List.of(request, unlike));
        alert(
                12,
                "udp any any -> any 69",
                "TFTP upload on the provisioning network",
                List.of("content:\"|00 02|\"", "offset:0", "depth:2"));
        alert(
                13,
                "udp " + others + " any -> any any",
                "TFTP data from a server that is not approved",
                List.of("content:\"|00 03 00 01|\"", "offset:0", "depth:4", "dsize:>15"));
    }

    private void http(NetworkAlerts.Serving serving) {
        String get = "flow:to_server,established; content:\"GET \"; offset:0; depth:4";
        alert(
                20,
                "tcp any any -> " + others(serving.servers()) + " any",
                "HTTP boot from a server that is not approved",
                List.of(get));
        String unlike = serving.files().stream()
                .map(file -> "content:!\"GET " + file + " \"; offset:0; depth:" + (file.length() + 5))
                .collect(Collectors.joining("; "));
        alert(
                21,
                "tcp any any -> " + approved(serving.servers()) + " any",
                "HTTP boot of a file that is not approved",
                List.of(get, unlike));
    }

    private void alert(int number, String flow, String message, List<String> options) {
        text.append(String.format(
                Locale.ROOT,
                "alert %s (msg:\"Hallmark: %s\"; %s; sid:%d; %s)\n",
                flow,
                message,
                String.join("; ", options),
                FIRST_SID + number,
                end));
    }

    private static String approved(List<String> servers) {
        return "[" + String.join(",", servers) + "]";
    }

    private static String others(List<String> servers) {
        return "!" + approved(servers);
    }
}
