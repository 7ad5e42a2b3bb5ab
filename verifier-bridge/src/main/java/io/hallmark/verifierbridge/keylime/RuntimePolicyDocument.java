package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.rootfs.RootEntry;
import io.hallmark.baselines.rootfs.RootQuestion;
import io.hallmark.baselines.rootfs.RootTree;
import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A runtime policy of Keylime for a root file system: what IMA may measure on a node. It has what {@code keylime-policy
 * create runtime --rootfs} puts in (Keylime 7.14.3, {@code policy/create_runtime_policy.py}): regular files of root, none
 * below folders that a running system fills, and spaces as IMA writes them. The time it was made is left out.
 */
public final class RuntimePolicyDocument {
    private static final Set<String> FILLED_WHILE_RUNNING =
            Set.of("/sys", "/run", "/proc", "/lost+found", "/dev", "/media", "/snap", "/mnt", "/var", "/tmp");

    /** Version 1, and what Keylime calls policies that were made from lists of files. */
    private static final Map<String, Object> META = ordered("version", 1, "generator", 3);

    private RuntimePolicyDocument() {}

    /** What a walk has to find out. */
    public static RootQuestion question() {
        return new RootQuestion(Set.of(Bank.SHA256), path -> false, false);
    }

    /**
     * The policy, in the canonical form.
     *
     * @param excludes regular expressions for paths that are not held to anything
     * @throws BaselinesException when one of them is none, or no file is left
     */
    public static Written write(RootTree tree, Collection<String> excludes) {
        SortedMap<String, SortedSet<String>> digests = new TreeMap<>();
        for (RootEntry entry : tree.entries()) {
            if (entry.isRegular() && entry.uid() == 0 && !isFilledWhileRunning(entry.path())) {
                digests.computeIfAbsent(entry.path().replace(' ', '_'), path -> new TreeSet<>())
                        .add(entry.digests().in(Bank.SHA256).orElseThrow().hex());
            }
        }
        if (digests.isEmpty()) {
            throw new BaselinesException(tree.name() + ": no file of root is in it, so that a policy would refuse all");
        }
        excludes.forEach(RuntimePolicyDocument::requireExpression);
        Map<String, Object> listed = new LinkedHashMap<>();
        digests.forEach((path, values) -> listed.put(path, List.copyOf(values)));
        Map<String, Object> policy = ordered("meta", META, "release", 0, "digests", listed);
        policy.put("excludes", List.copyOf(new TreeSet<>(excludes)));
        policy.put("keyrings", Map.of());
        policy.put(
                "ima", ordered("ignored_keyrings", List.of(), "log_hash_alg", "sha1", "dm_policy", Optional.empty()));
        policy.put("ima-buf", Map.of());
        policy.put("verification-keys", "");
        return new Written(CanonicalJson.write(policy).getBytes(StandardCharsets.US_ASCII), digests.size());
    }

    /**
     * A policy.
     *
     * @param paths that have a digest in it
     */
    public record Written(byte[] bytes, int paths) {
        public Written {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    private static boolean isFilledWhileRunning(String path) {
        int end = path.indexOf('/', 1);
        return end > 0 && FILLED_WHILE_RUNNING.contains(path.substring(0, end));
    }

    private static void requireExpression(String exclude) {
        try {
            Pattern.compile(exclude);
        } catch (PatternSyntaxException e) {
            throw new BaselinesException("'" + exclude + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
