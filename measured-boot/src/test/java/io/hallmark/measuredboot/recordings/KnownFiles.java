package io.hallmark.measuredboot.recordings;

import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sections and signers of the boot files in the recordings, as objcopy and openssl gave them; by SHA-256 of the file. */
public final class KnownFiles {
    private final Map<String, Map<String, Object>> factsBySha256 = new HashMap<>();
    private final Map<String, Path> folders = new HashMap<>();
    private final Map<String, Digests> compositions = new HashMap<>();

    public KnownFiles(Path fixtures) {
        try (Stream<Path> files = Files.walk(fixtures.resolve("sections"))) {
            files.filter(file -> file.endsWith("facts.yaml")).forEach(file -> {
                Map<String, Object> facts = Recording.yaml(file);
                factsBySha256.put((String) facts.get("sha256"), facts);
                folders.put((String) facts.get("sha256"), file.getParent());
            });
            List<?> composites = list(fixtures.resolve("composites.yaml"));
            Map<Object, Object> archives = new HashMap<>();
            for (Object entry : composites) {
                Map<?, ?> composite = (Map<?, ?>) entry;
                if ("cpio".equals(composite.get("kind"))) {
                    archives.put(((List<?>) composite.get("of")).get(0), composite.get("sha256"));
                }
            }
            for (Object entry : composites) {
                Map<?, ?> composite = (Map<?, ?>) entry;
                key(composite, archives).ifPresent(key -> compositions.put(key, digests(composite)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<?> list(Path file) throws IOException {
        return new org.yaml.snakeyaml.Yaml(
                        new org.yaml.snakeyaml.constructor.SafeConstructor(new org.yaml.snakeyaml.LoaderOptions()))
                .load(Files.readString(file));
    }

    private static Optional<String> key(Map<?, ?> composite, Map<Object, Object> archives) {
        List<?> of = (List<?>) composite.get("of");
        return switch ((String) composite.get("kind")) {
            case "uki-257" -> Optional.of("sha256:" + of.get(0) + " pad:4 sha256:" + archives.get(of.get(1)));
            case "ipxe-two-initrds" -> Optional.of("sha256:" + of.get(0) + " pad:4096 sha256:" + of.get(1));
            default -> Optional.empty();
        };
    }

    public static Digests digests(Map<?, ?> entry) {
        return Digests.each(
                List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512),
                bank -> io.hallmark.measuredboot.digest.Digest.ofHex(bank, (String) entry.get(bank.label())));
    }

    public Map<String, Digests> compositions() {
        return compositions;
    }

    List<SignerFacts> signers(String sha256) {
        List<SignerFacts> signers = new ArrayList<>();
        Map<String, Object> facts = factsBySha256.getOrDefault(sha256, Map.of());
        for (Object signature : (List<?>) facts.getOrDefault("signatures_by_openssl", List.of())) {
            Map<?, ?> signer = (Map<?, ?>) ((Map<?, ?>) signature).get("signer");
            signers.add(new SignerFacts(
                    new CertificateFacts((String) signer.get("subject"), (String) signer.get("issuer"), (String)
                            signer.get("fingerprint_sha256")),
                    List.of()));
        }
        return signers;
    }

    /** The sections that were extracted of a file. */
    List<SectionFacts> sections(String sha256) {
        List<SectionFacts> sections = new ArrayList<>();
        Map<String, Object> facts = factsBySha256.getOrDefault(sha256, Map.of());
        for (Object entry : (List<?>) facts.getOrDefault("sections", List.of())) {
            Map<?, ?> section = (Map<?, ?>) entry;
            Map<?, ?> extracted = (Map<?, ?>) section.get("extracted");
            if (extracted != null) {
                byte[] bytes = read(folders.get(sha256).resolve((String) extracted.get("file")));
                sections.add(new SectionFacts(
                        (String) section.get("name"),
                        bytes.length,
                        digests(extracted),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Content(bytes))));
            }
        }
        return sections;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
