package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.baselines.repository.Authorship;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.BranchWriter;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Receipts on a branch of the baselines repository: {@code receipts/<target>/<number>-<commit>.yaml}.
 *
 * <p>Numbers count all receipts, so that their order does not hang on anybody's clock. Of each target the newest
 * {@value #KEPT} lie in the branch's files; older ones are in its history.
 */
public final class BranchReceipts implements Receipts {
    private static final String FOLDER = "receipts";
    private static final int KEPT = 500;

    /** More than publications can ever count to: what has more digits was forged, and so was what can't be counted on from. */
    private static final int MOST_DIGITS = 14;

    private static final Pattern FILE =
            Pattern.compile(FOLDER + "/([a-z0-9][a-z0-9._-]{0,62})/([0-9]{8,})-([0-9a-f]{40})\\.yaml");

    private final BranchWriter branch;
    private final Identity author;

    public BranchReceipts(BaselinesRepository repository, Identity author) {
        this.branch = repository.records();
        this.author = author;
    }

    private record Entry(String path, String target, long number, String commit) {}

    @Override
    public Map<String, ReceiptDocument> newest() {
        Map<String, ReceiptDocument> newest = new TreeMap<>();
        branch.newest()
                .ifPresent(state ->
                        byTarget(state).forEach((target, entries) -> newest.put(target, read(state, last(entries)))));
        return newest;
    }

    @Override
    public boolean published(String commit) {
        return branch.newest().stream()
                .flatMap(state -> entries(state).stream())
                .anyMatch(entry -> entry.commit().equals(commit));
    }

    @Override
    public Optional<String> lastPublished() {
        return branch.newest().stream()
                .flatMap(state -> entries(state).stream())
                .max(Comparator.comparingLong(Entry::number))
                .map(Entry::commit);
    }

    @Override
    public Optional<ReceiptDocument> keep(ReceiptDocument receipt, Optional<ReceiptDocument> seen) {
        List<ReceiptDocument> others = new ArrayList<>();
        branch.add(new Authorship(author, receipt.published()), newest -> {
            others.clear();
            return addition(receipt, seen, newest, others);
        });
        return others.stream().findFirst();
    }

    private static BranchWriter.Addition addition(
            ReceiptDocument receipt,
            Optional<ReceiptDocument> seen,
            Optional<Snapshot> newest,
            List<ReceiptDocument> others) {
        Map<String, List<Entry>> all = newest.map(BranchReceipts::byTarget).orElse(Map.of());
        List<Entry> own = all.getOrDefault(receipt.target(), List.of());
        Optional<ReceiptDocument> before =
                own.isEmpty() ? Optional.empty() : newest.map(state -> read(state, last(own)));
        if (before.filter(receipt::holdsTheSameAs).isPresent()) {
            return new BranchWriter.Addition(Map.of(), "");
        }
        if (!before.equals(seen)) {
            before.ifPresent(others::add);
            return new BranchWriter.Addition(Map.of(), "");
        }
        Optional<Entry> highest =
                all.values().stream().map(BranchReceipts::last).max(Comparator.comparingLong(Entry::number));
        long number = 1 + highest.map(Entry::number).orElse(0L);
        if (Long.toString(number).length() > MOST_DIGITS) {
            // Else this receipt would be the one that is told as forged.
            throw forged(highest.orElseThrow().path());
        }
        Map<String, Optional<byte[]>> files = new LinkedHashMap<>();
        String path =
                String.format(Locale.ROOT, "%s/%s/%08d-%s.yaml", FOLDER, receipt.target(), number, receipt.commit());
        files.put(path, Optional.of(receipt.toYaml()));
        own.subList(0, Math.max(0, own.size() + 1 - KEPT)).forEach(old -> files.put(old.path(), Optional.empty()));
        return new BranchWriter.Addition(
                files,
                receipt.target() + (receipt.holds().isPresent() ? " holds " : " does not hold the whole of ")
                        + receipt.commit().substring(0, 10) + "\n\nWhat was published, and what "
                        + receipt.target() + " replied, is in " + path + ".\n");
    }

    private static Map<String, List<Entry>> byTarget(Snapshot state) {
        Map<String, List<Entry>> byTarget = new TreeMap<>();
        entries(state)
                .forEach(entry -> byTarget.computeIfAbsent(entry.target(), name -> new ArrayList<>())
                        .add(entry));
        return byTarget;
    }

    /** Sorted by target and number; their paths are not once numbers have more digits. */
    private static List<Entry> entries(Snapshot state) {
        List<Entry> entries = new ArrayList<>();
        for (String path : state.list(FOLDER)) {
            Matcher name = FILE.matcher(path);
            if (name.matches()) {
                entries.add(new Entry(path, name.group(1), number(path, name.group(2)), name.group(3)));
            }
        }
        entries.sort(Comparator.comparing(Entry::target).thenComparingLong(Entry::number));
        return entries;
    }

    /** @throws BaselinesException when it is so large that Hallmark did not count that far */
    private static long number(String path, String digits) {
        if (digits.length() > MOST_DIGITS) {
            throw forged(path);
        }
        return Long.parseLong(digits);
    }

    private static BaselinesException forged(String path) {
        return new BaselinesException(path + " on the branch " + BaselinesRepository.RECORDS
                + " has a number that no publication gave it: somebody forged it; delete the file, and protect"
                + " the branch");
    }

    private static Entry last(List<Entry> entries) {
        return entries.get(entries.size() - 1);
    }

    private static ReceiptDocument read(Snapshot state, Entry entry) {
        return ReceiptDocument.read(entry.path(), state.require(entry.path()));
    }
}
