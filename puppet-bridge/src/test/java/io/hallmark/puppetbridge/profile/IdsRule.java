package io.hallmark.puppetbridge.profile;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule as the manuals of Suricata and Snort describe it, as far as both agree; what is outside of that is refused. It
 * can say itself as a display filter of Wireshark, which looks at the same bytes.
 */
record IdsRule(
        String protocol, String source, String sourcePort, String target, String targetPort, List<Option> options) {

    /** A keyword and its value; empty when it has none. */
    record Option(String keyword, String value) {}

    private static final String ADDRESS = "any|!?\\[[0-9.,]+\\]";
    private static final String PORT = "any|[0-9]+|\\[[0-9,]+\\]";
    private static final Pattern RULE = Pattern.compile(
            "alert (udp|tcp) (" + ADDRESS + ") (" + PORT + ") -> (" + ADDRESS + ") (" + PORT + ") \\((.+;)\\)");
    private static final Pattern OPTION = Pattern.compile("\\s*([a-z]+)(?::((?:\"[^\"]*\"|!\"[^\"]*\"|[^;\"])+))?;");
    private static final Pattern CONTENT = Pattern.compile("(!?)\"([^\"]+)\"");

    static IdsRule parse(String line) {
        Matcher rule = RULE.matcher(line);
        if (!rule.matches()) {
            throw new IllegalArgumentException("no rule: " + line);
        }
        List<Option> options = new ArrayList<>();
        Matcher option = OPTION.matcher(rule.group(6));
        int end = 0;
        while (option.find()) {
            if (option.start() != end) {
                throw new IllegalArgumentException(
                        "no option at " + rule.group(6).substring(end));
            }
            end = option.end();
            options.add(checked(
                    option.group(1), Optional.ofNullable(option.group(2)).orElse("")));
        }
        if (end != rule.group(6).length()) {
            throw new IllegalArgumentException("no option at " + rule.group(6).substring(end));
        }
        return new IdsRule(
                rule.group(1), rule.group(2), rule.group(3), rule.group(4), rule.group(5), List.copyOf(options));
    }

    private static Option checked(String keyword, String value) {
        String form =
                switch (keyword) {
                    case "msg" -> "\"[A-Za-z :]+\"";
                    case "content" -> "!?\"([A-Za-z0-9_@+./ -]|\\|[0-9a-f]{2}( [0-9a-f]{2})*\\|)+\"";
                    case "offset" -> "0";
                    case "depth" -> "[1-9][0-9]{0,4}";
                    case "dsize" -> ">[0-9]+";
                    case "flow" -> "to_server,established";
                    case "sid" -> "1[0-9]{6}";
                    case "rev" -> "[1-9][0-9]*";
                    case "metadata" -> "[a-z]+ [a-z0-9-]+";
                    default -> throw new IllegalArgumentException("no keyword of both: " + keyword);
                };
        if (!value.matches(form)) {
            throw new IllegalArgumentException(keyword + " can't be " + value);
        }
        return new Option(keyword, value);
    }

    String one(String keyword) {
        List<Option> found = options.stream()
                .filter(option -> option.keyword().equals(keyword))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(keyword + " stands " + found.size() + " times");
        }
        return found.get(0).value();
    }

    /** The same for the bytes of a packet, in Wireshark's language; a stream is looked at packet by packet. */
    String displayFilter() {
        List<String> parts = new ArrayList<>(List.of(protocol));
        address("ip.src", source, parts);
        address("ip.dst", target, parts);
        port(protocol + ".srcport", sourcePort, parts);
        port(protocol + ".dstport", targetPort, parts);
        String payload = protocol + ".payload";
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            if (option.keyword().equals("content")) {
                Matcher content = CONTENT.matcher(option.value());
                content.matches();
                byte[] bytes = bytes(content.group(2));
                // Offset 0 and a depth of its own length: the content stands at the beginning.
                if (!options.get(i + 1).equals(new Option("offset", "0"))
                        || !options.get(i + 2).equals(new Option("depth", String.valueOf(bytes.length)))) {
                    throw new IllegalArgumentException("a content that may stand anywhere: " + option);
                }
                String begins = payload + "[0:" + bytes.length + "] == "
                        + HexFormat.ofDelimiter(":").formatHex(bytes);
                parts.add(content.group(1).isEmpty() ? begins : "!(" + begins + ")");
            } else if (option.keyword().equals("dsize")) {
                parts.add("len(" + payload + ") " + option.value());
            }
        }
        return parts.stream().map(part -> "(" + part + ")").collect(Collectors.joining(" && "));
    }

    private static void address(String field, String address, List<String> parts) {
        if (!address.equals("any")) {
            boolean other = address.startsWith("!");
            String set = field + " in {" + address.replaceAll("[!\\[\\]]", "") + "}";
            parts.add(other ? "!(" + set + ")" : set);
        }
    }

    private static void port(String field, String port, List<String> parts) {
        if (!port.equals("any")) {
            parts.add(field + " in {" + port.replaceAll("[\\[\\]]", "") + "}");
        }
    }

    /** Text with bytes in hex between bars. */
    private static byte[] bytes(String content) {
        StringBuilder hex = new StringBuilder();
        String[] parts = content.split("\\|", -1);
        for (int i = 0; i < parts.length; i++) {
            hex.append(
                    i % 2 == 1
                            ? parts[i].replace(" ", "")
                            : HexFormat.of().formatHex(parts[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return HexFormat.of().parseHex(hex);
    }
}
