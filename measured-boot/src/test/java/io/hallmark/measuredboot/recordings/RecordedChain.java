package io.hallmark.measuredboot.recordings;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.chain.BiosGrub;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.Shim;
import io.hallmark.measuredboot.chain.SystemdBoot;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The boot chain and artifacts that a recording's {@code boot.yaml} describes, known by digests alone. */
public final class RecordedChain {
    private static final List<Bank> BANKS = List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512);
    private static final Pattern BOOT_OPTIONS = Pattern.compile("optional data \\([^)]*\\): (.*)");

    private final Recording recording;
    private final KnownFiles known;
    private final Optional<Recording> base;
    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();

    /** @param base the recording that it varies, whose versions hold where this one does not say them */
    public RecordedChain(Recording recording, KnownFiles known, Optional<Recording> base) {
        this.base = base;
        this.recording = recording;
        this.known = known;
    }

    /** The chain; fills the artifacts. */
    public BootChain chain() {
        List<BootStage> stages = new ArrayList<>();
        if (recording.mbr().isPresent()) {
            byte[] sector = recording.mbr().get();
            bytes("mbr", "first sector", sector);
            stages.add(new BiosGrub(Optional.of("mbr")));
            return new BootChain(recording.name(), Optional.empty(), stages);
        }
        optionRom().ifPresentOrElse(stages::add, () -> ipxe().ifPresent(stages::add));
        input("shim", "shim", Product.SHIM).ifPresent(name -> stages.add(new Shim(name)));
        grub().ifPresent(stages::add);
        systemdBoot().ifPresent(stages::add);
        if (recording.inputs("unified kernel image").isEmpty()) {
            stages.add(linux());
        } else {
            stages.add(uki());
        }
        Optional<String> gpt = recording.partitionTable().map(sectors -> bytes("gpt", "partition table", sectors));
        return new BootChain(recording.name(), gpt, stages);
    }

    /** The artifacts, in order of use; after the chain was made. */
    public List<Artifact> files() {
        return List.copyOf(artifacts.values());
    }

    public ArtifactSet artifacts() {
        return ArtifactSet.of(artifacts.values(), known.compositions());
    }

    /** The artifacts alone, in order of use. */
    List<Artifact> listed() {
        return List.copyOf(artifacts.values());
    }

    private Optional<BootStage> optionRom() {
        return recording.inputs("NIC option ROM").stream()
                .findFirst()
                .map(rom -> new Ipxe(Optional.empty(), Optional.empty(), Optional.of((String) rom.get("version"))));
    }

    private Optional<BootStage> ipxe() {
        Optional<String> script = input("ipxe script", "script", "");
        return input("ipxe", "ipxe", Product.IPXE).map(name -> new Ipxe(Optional.of(name), script, Optional.empty()));
    }

    private Optional<BootStage> grub() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String role : List.of("grub", "grub config", "grub module", "file")) {
            for (Map<String, Object> input : recording.inputs(role)) {
                String path = path(input);
                if (path.endsWith(".efi")) {
                    continue;
                }
                files.put(path, add("file " + path, input, Optional.empty()).name());
            }
        }
        return input("grub", "grub", Product.GRUB).map(name -> new Grub(name, files));
    }

    private Optional<BootStage> systemdBoot() {
        Optional<String> loaderConf = recording.inputs("loader config").stream()
                .filter(input -> path(input).equals("/loader/loader.conf"))
                .findFirst()
                .map(input -> add("loader-conf", input, Optional.empty()).name());
        return input("systemd-boot", "systemd-boot", Product.SYSTEMD_BOOT)
                .map(name -> new SystemdBoot(name, loaderConf, entry()));
    }

    private Optional<String> entry() {
        return recording
                .text("loader_entry")
                .map(text -> bytes("entry", "loader entry", text.getBytes(StandardCharsets.UTF_8)));
    }

    private BootStage linux() {
        Optional<String> version = recording.text("kernel_release");
        String kernel = add(
                        "kernel", recording.inputs("kernel").get(0), version.map(v -> new Product(Product.LINUX, v)))
                .name();
        List<String> initrds = new ArrayList<>();
        // The microcode-like archive of the recordings with two initrds is listed as a file, and comes first.
        for (Map<String, Object> input : recording.inputs("file")) {
            if (path(input).endsWith("/ucode.img")) {
                initrds.add(add("ucode", input, Optional.empty()).name());
            }
        }
        for (Map<String, Object> input : recording.inputs("initrd")) {
            initrds.add(add("initrd" + initrds.size(), input, Optional.empty()).name());
        }
        return new LinuxKernel(
                kernel, initrds, entry().isPresent() ? Optional.empty() : recording.text("kernel_command_line"));
    }

    private BootStage uki() {
        Map<String, Object> description =
                recording.mapping("unified_kernel_image").orElseThrow();
        Map<?, ?> stub = (Map<?, ?>) description.get("stub");
        Map<?, ?> kernel = (Map<?, ?>) description.get("kernel");
        List<SectionFacts> sections = new ArrayList<>(known.sections((String) stub.get("sha256")));
        for (Object entry : (List<?>) description.get("sections_added_in_order")) {
            sections.add(section((Map<?, ?>) entry, kernel));
        }
        Map<String, Object> input = recording.inputs("unified kernel image").get(0);
        Artifact image = new Artifact(
                "uki",
                (String) input.get("path"),
                new FileFacts(
                        (Integer) input.get("size"),
                        KnownFiles.digests(input),
                        Optional.of(new PeFacts(authenticode(input).orElseThrow(), sections, List.of())),
                        Optional.of(new Product(Product.SYSTEMD_STUB, (String) stub.get("version"))),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
        artifacts.put("uki", image);
        Map<String, String> companions = new LinkedHashMap<>();
        Map<String, String> global = new LinkedHashMap<>();
        for (Map<String, Object> file : recording.inputs("file")) {
            String path = path(file);
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (path.contains(".extra.d/")) {
                companions.put(name, add(name, file, Optional.empty()).name());
            } else if (path.startsWith("/loader/credentials/")) {
                global.put(name, add(name, file, Optional.empty()).name());
            }
        }
        return new UnifiedKernelImage("uki", bootEntryOptions(), companions, global);
    }

    private SectionFacts section(Map<?, ?> entry, Map<?, ?> kernel) {
        boolean linux = ".linux".equals(entry.get("section"));
        return new SectionFacts(
                (String) entry.get("section"),
                (Integer) entry.get("size"),
                KnownFiles.digests(entry),
                linux ? Optional.of(KnownFiles.digests((Map<?, ?>) kernel.get("authenticode"))) : Optional.empty(),
                linux ? recording.text("kernel_release") : Optional.empty(),
                Optional.ofNullable((String) entry.get("content_hex"))
                        .map(hex -> new Content(HexFormat.of().parseHex(hex))));
    }

    private Optional<String> bootEntryOptions() {
        return recording.text("boot_entry").flatMap(text -> {
            Matcher matcher = BOOT_OPTIONS.matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        });
    }

    private Optional<String> input(String role, String name, String product) {
        return recording.inputs(role).stream()
                .findFirst()
                .map(input -> add(
                                name,
                                input,
                                version(role, input).map(version -> new Product(product, upstream(version))))
                        .name());
    }

    /** As SBAT has it: signed packages put versions of their own before the upstream one. */
    private static String upstream(String version) {
        return version.replaceFirst("^1\\+|^1\\.51~1\\+deb1[23]u1\\+", "");
    }

    private Optional<String> version(String role, Map<String, Object> input) {
        return Optional.ofNullable((String) input.get("version"))
                .or(() -> base.flatMap(recorded -> recorded.inputs(role).stream()
                        .map(i -> (String) i.get("version"))
                        .filter(Objects::nonNull)
                        .findFirst()));
    }

    private Artifact add(String name, Map<String, Object> input, Optional<Product> product) {
        String sha256 = (String) input.get("sha256");
        Optional<PeFacts> pe =
                authenticode(input).map(d -> new PeFacts(d, known.sections(sha256), known.signers(sha256)));
        Artifact artifact = new Artifact(
                name,
                (String) input.get("path"),
                new FileFacts(
                        (Integer) input.get("size"),
                        KnownFiles.digests(input),
                        pe,
                        product,
                        content(sha256),
                        Map.of(),
                        List.of()));
        artifacts.put(name, artifact);
        return artifact;
    }

    /** The texts of configurations, and the empty environment block that grub-install makes. */
    private Optional<Content> content(String sha256) {
        byte[] block = "# GRUB Environment Block\n".getBytes(StandardCharsets.UTF_8);
        byte[] environment = Arrays.copyOf(block, 1024);
        Arrays.fill(environment, block.length, environment.length, (byte) '#');
        return Stream.concat(recording.configuration(sha256).stream(), Stream.of(new Content(environment)))
                .filter(content -> Bank.SHA256.hash(content.bytes()).equals(Digest.ofHex(Bank.SHA256, sha256)))
                .findFirst();
    }

    private String bytes(String name, String origin, byte[] content) {
        artifacts.put(
                name,
                new Artifact(
                        name,
                        origin,
                        new FileFacts(
                                content.length,
                                Digests.hash(BANKS, content),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new Content(content)),
                                Map.of(),
                                List.of())));
        return name;
    }

    private static Optional<Digests> authenticode(Map<String, Object> input) {
        return Optional.ofNullable((Map<?, ?>) input.get("authenticode")).map(KnownFiles::digests);
    }

    /** The path on its medium: what follows {@code ESP:}, {@code TFTP:} or {@code ext4 root:}. */
    private static String path(Map<String, Object> input) {
        String path = (String) input.get("path");
        return path.substring(path.indexOf(':') + 1);
    }
}
