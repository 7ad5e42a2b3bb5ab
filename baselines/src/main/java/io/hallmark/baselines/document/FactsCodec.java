package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads and writes what was measured of files; the same in digest files, profiles and baselines. */
final class FactsCodec {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    private FactsCodec() {}

    static FileFacts read(Fields fields) {
        Optional<PeFacts> pe = fields.optional("authenticode")
                .map(authenticode -> new PeFacts(
                        digests(authenticode),
                        fields.list("sections", FactsCodec::section),
                        fields.list("signers", FactsCodec::signer)));
        long size = Fields.size(fields.required("size"));
        Digests digests = digests(fields.required("digests"));
        return new FileFacts(
                size,
                digests,
                pe,
                fields.optional("product").map(FactsCodec::product),
                content(fields, size, digests),
                compositions(fields),
                fields.list("notes", YamlValue::asText));
    }

    static void write(FileFacts facts, Map<String, Object> document) {
        document.put("size", facts.size());
        facts.product().ifPresent(product -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", product.name());
            line.put("version", product.version());
            document.put("product", new CanonicalYaml.Line(line));
        });
        document.put("digests", line(facts.digests()));
        facts.pe().ifPresent(pe -> {
            document.put("authenticode", line(pe.authenticode()));
            put(
                    document,
                    "sections",
                    pe.sections().stream().map(FactsCodec::line).toList());
            put(document, "signers", pe.signers().stream().map(FactsCodec::line).toList());
        });
        facts.content().ifPresent(content -> content(content, document));
        compositions(new TreeMap<>(facts.compositions()), document);
        put(document, "notes", facts.notes());
    }

    static SortedMap<String, Digests> compositions(Fields fields) {
        SortedMap<String, Digests> compositions = new TreeMap<>();
        fields.optional("compositions")
                .ifPresent(value -> value.asMapping().values().forEach((key, d) -> compositions.put(key, digests(d))));
        return compositions;
    }

    static void compositions(SortedMap<String, Digests> compositions, Map<String, Object> document) {
        if (!compositions.isEmpty()) {
            Map<String, Object> lines = new LinkedHashMap<>();
            compositions.forEach((key, digests) -> lines.put(key, line(digests)));
            document.put("compositions", lines);
        }
    }

    /** Leaves empty lists out. */
    static void put(Map<String, Object> document, String name, List<?> list) {
        if (!list.isEmpty()) {
            document.put(name, list);
        }
    }

    static CanonicalYaml.Line line(Digests digests) {
        Map<String, Object> line = new LinkedHashMap<>();
        put(line, digests);
        return new CanonicalYaml.Line(line);
    }

    static void put(Map<String, Object> line, Digests digests) {
        digests.all().forEach(digest -> line.put(digest.bank().label(), digest.hex()));
    }

    /** The digests of a file or of a part of it: sha256 names it, so that one is always among them. */
    static Digests digests(YamlValue value) {
        Fields fields = Fields.of(value, "the digests");
        fields.required(Bank.SHA256.label());
        Digests digests = digests(fields);
        fields.done();
        return digests;
    }

    /** The digests among a mapping's fields. */
    static Digests digests(Fields fields) {
        List<Digest> digests = new ArrayList<>();
        for (Bank bank : Bank.values()) {
            fields.optional(bank.label()).ifPresent(hex -> digests.add(digest(bank, hex)));
        }
        return Digests.of(digests);
    }

    static String sha256(YamlValue value) {
        return digest(Bank.SHA256, value).hex();
    }

    private static Digest digest(Bank bank, YamlValue value) {
        String hex = value.asText();
        if (hex.length() != 2 * bank.size() || !HEX.matcher(hex).matches()) {
            throw YamlValue.error(
                    value.source(),
                    "this is no " + bank.label() + " digest: " + 2 * bank.size()
                            + " lower-case hex digits are expected");
        }
        return Digest.ofHex(bank, hex);
    }

    private static SectionFacts section(YamlValue value) {
        Fields fields = Fields.of(value, "the section");
        long size = Fields.size(fields.required("size"));
        fields.required(Bank.SHA256.label());
        Digests digests = digests(fields);
        SectionFacts section = new SectionFacts(
                fields.text("name"),
                size,
                digests,
                fields.optional("authenticode").map(FactsCodec::digests),
                fields.optionalText("linux"),
                content(fields, size, digests));
        fields.done();
        return section;
    }

    private static CanonicalYaml.Line line(SectionFacts section) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", section.name());
        line.put("size", section.virtualSize());
        section.linuxVersion().ifPresent(version -> line.put("linux", version));
        put(line, section.digests());
        section.authenticode().ifPresent(digests -> line.put("authenticode", line(digests)));
        section.content().ifPresent(content -> content(content, line));
        return new CanonicalYaml.Line(line);
    }

    private static SignerFacts signer(YamlValue value) {
        Fields fields = Fields.of(value, "the signer");
        SignerFacts signer = new SignerFacts(certificate(fields), fields.list("issuers", FactsCodec::issuer));
        fields.done();
        return signer;
    }

    private static CertificateFacts issuer(YamlValue value) {
        Fields fields = Fields.of(value, "the issuer");
        CertificateFacts issuer = certificate(fields);
        fields.done();
        return issuer;
    }

    private static CertificateFacts certificate(Fields fields) {
        return new CertificateFacts(fields.text("subject"), fields.text("issuer"), sha256(fields.required("sha256")));
    }

    private static Object line(SignerFacts signer) {
        Map<String, Object> entry = certificate(signer.certificate());
        if (signer.issuers().isEmpty()) {
            return new CanonicalYaml.Line(entry);
        }
        entry.put(
                "issuers",
                signer.issuers().stream()
                        .map(issuer -> new CanonicalYaml.Line(certificate(issuer)))
                        .toList());
        return entry;
    }

    private static Map<String, Object> certificate(CertificateFacts certificate) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("subject", certificate.subject());
        line.put("issuer", certificate.issuer());
        line.put("sha256", certificate.sha256());
        return line;
    }

    private static Product product(YamlValue value) {
        Fields fields = Fields.of(value, "the product");
        Product product = new Product(fields.text("name"), fields.text("version"));
        fields.done();
        return product;
    }

    /** Text stands as {@code text}, anything else as {@code base64}. */
    static void content(Content content, Map<String, Object> document) {
        byte[] bytes = content.bytes();
        String text = content.text();
        boolean readable = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
                && text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t' || c == 0x7F || c == 0xFFFD);
        if (readable) {
            document.put("text", text);
        } else {
            document.put("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    static Optional<Content> content(Fields fields) {
        Optional<Content> text =
                fields.optionalText("text").map(value -> new Content(value.getBytes(StandardCharsets.UTF_8)));
        Optional<YamlValue> base64 = fields.optional("base64");
        if (text.isPresent() && base64.isPresent()) {
            throw YamlValue.error(base64.get().source(), "the content is given as 'text' already; remove one of them");
        }
        return text.or(() -> base64.map(FactsCodec::decoded));
    }

    /** The content of what has this size and these digests: rules follow from the one, measurements from the others. */
    private static Optional<Content> content(Fields fields, long size, Digests digests) {
        Optional<Content> content = content(fields);
        boolean other = content.filter(kept ->
                        kept.size() != size || !digests.agreesWith(Digests.hash(Bank.allComputable(), kept.bytes())))
                .isPresent();
        if (other) {
            throw YamlValue.error(
                    fields.optional("text")
                            .or(() -> fields.optional("base64"))
                            .orElseThrow()
                            .source(),
                    "this content is not what the size and the digests beside it are of: one of them was changed; have"
                            + " 'hallmark digest' write all of it anew");
        }
        return content;
    }

    static Content decoded(YamlValue value) {
        try {
            return new Content(Base64.getDecoder().decode(value.asText()));
        } catch (IllegalArgumentException e) {
            throw YamlValue.error(value.source(), "this is no base64: " + e.getMessage());
        }
    }
}
