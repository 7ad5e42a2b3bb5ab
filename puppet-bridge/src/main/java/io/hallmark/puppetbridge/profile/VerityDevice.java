package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.CommandLineWord;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file system that the kernel checks with dm-verity: the link from measured boot to the files of a node, since its root hash
 * stands on the measured command line. The words on it are those of {@code systemd-veritysetup-generator}.
 *
 * @param target {@code root} or {@code usr}, also the name of the device
 * @param rootHash in hex; empty for the one on the command line of the boot chain, whatever it is
 * @param salt of the hash tree, in hex
 * @param dataDevice what is protected; without it systemd finds the partition by the root hash
 * @param hashDevice where the hash tree lies
 */
public record VerityDevice(
        String target,
        Optional<String> rootHash,
        Optional<String> salt,
        Optional<String> dataDevice,
        Optional<String> hashDevice)
        implements Measure {
    private static final List<String> TARGETS = List.of("root", "usr");
    private static final String FROM_THE_CHAIN = "of-the-chain";

    static VerityDevice read(YamlValue value) {
        Fields fields = Fields.of(
                value, "a verity device", List.of("target", "root-hash", "salt", "data-device", "hash-device"));
        String target = Choice.read(fields.required("target"), "target of a verity device", TARGETS, name -> name);
        YamlValue hash = fields.required("root-hash");
        Optional<String> rootHash =
                hash.asText().equals(FROM_THE_CHAIN) ? Optional.empty() : Optional.of(Form.ROOT_HASH.of(hash));
        Optional<String> salt = fields.optional("salt").map(Form.SALT::of);
        Optional<String> dataDevice = fields.optional("data-device").map(Form.DEVICE::of);
        Optional<String> hashDevice = fields.optional("hash-device").map(Form.DEVICE::of);
        fields.done();
        if (dataDevice.isPresent() != hashDevice.isPresent()) {
            throw YamlValue.error(
                    value.source(),
                    "give both 'data-device' and 'hash-device', or neither: then systemd finds them by the root hash");
        }
        return new VerityDevice(target, rootHash, salt, dataDevice, hashDevice);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("target", target);
        entry.put("root-hash", rootHash.orElse(FROM_THE_CHAIN));
        salt.ifPresent(hex -> entry.put("salt", hex));
        dataDevice.ifPresent(device -> entry.put("data-device", device));
        hashDevice.ifPresent(device -> entry.put("hash-device", device));
        return entry;
    }

    /** The key of the command line that the root hash is the value of: {@code roothash}. */
    public String rootHashKey() {
        return target + "hash";
    }

    /** What must stand on the command line beside the root hash. */
    public List<String> deviceWords() {
        List<String> words = new ArrayList<>();
        dataDevice.ifPresent(device -> words.add("systemd.verity_" + target + "_data=" + device));
        hashDevice.ifPresent(device -> words.add("systemd.verity_" + target + "_hash=" + device));
        return words;
    }

    /** The same with the root hash that a command line has. */
    public VerityDevice withRootHash(String hash) {
        return new VerityDevice(target, Optional.of(hash), salt, dataDevice, hashDevice);
    }

    /** Where it is mounted. */
    public String mountPath() {
        return target.equals("root") ? "/" : "/usr";
    }

    @Override
    public String name() {
        return "verity " + target;
    }

    @Override
    public List<String> ruleNames() {
        return List.of("hallmark_dm_verity");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of();
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>();
        Probe.Run table = new Probe.Run(List.of("dmsetup", "table", target), Set.of(0));
        checks.add(NodeCheck.running("device " + target, table, new Expectation.HasWord("verity")));
        rootHash.ifPresent(hash -> {
            checks.add(NodeCheck.running(
                    "root hash of " + target + " on the command line",
                    new Probe.ReadFile("/proc/cmdline"),
                    new Expectation.OnlyWord(new CommandLineWord(rootHashKey(), "=" + hash))));
            checks.add(NodeCheck.running("root hash of device " + target, table, new Expectation.HasWord(hash)));
        });
        salt.filter(hex -> !hex.isEmpty())
                .ifPresent(hex ->
                        checks.add(NodeCheck.running("salt of device " + target, table, new Expectation.HasWord(hex))));
        // The kernel says V as long as no block differed, then C.
        checks.add(NodeCheck.running(
                "device " + target + " found no corrupt block",
                new Probe.Run(List.of("dmsetup", "status", target), Set.of(0)),
                new Expectation.HasWord("V")));
        return checks;
    }
}
