package io.hallmark.baselines.document;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code hallmark.yaml} at the root of a baselines repository.
 *
 * @param banks that golden measurements are given in
 * @param enforce indices of the PCRs that verifiers are to hold nodes to
 * @param mixes whether states between the previous and the new set are accepted during a roll-out
 * @param maxSets how many sets a baseline may accept, 1 to 64
 * @param retireAfter how long no node may have shown a set before it is proposed for retirement, as people wrote it
 *     ({@code 14d}); nothing is retired by time alone
 * @param approvals who approves what; without it nothing of the repository counts as approved
 * @param targets that approved baselines are published to, by name, in the order of the file
 * @param secureBootRequired whether nothing is proposed that a node with Secure Boot on would refuse to start; else
 *     the report warns
 */
public record Settings(
        List<Bank> banks,
        List<Integer> enforce,
        boolean mixes,
        int maxSets,
        Optional<String> retireAfter,
        Optional<Approvals> approvals,
        List<TargetSettings> targets,
        boolean secureBootRequired) {
    /** The name of the file. */
    public static final String FILE = "hallmark.yaml";

    private static final String SCHEMA = "hallmark/settings/v1";
    private static final int DEFAULT_SETS = 8;
    private static final int MOST_SETS = 64;
    private static final List<Integer> ENFORCED = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14);

    public Settings {
        banks = List.copyOf(banks);
        enforce = List.copyOf(enforce);
        targets = List.copyOf(targets);
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static Settings read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the settings");
        Schemas.checkIfGiven(fields, SCHEMA);
        List<Bank> banks = fields.filled("banks", Settings::bank).orElse(List.of(Bank.SHA256));
        List<Integer> enforce =
                fields.filled("enforce", value -> Fields.number(value, 0, 23)).orElse(ENFORCED);
        boolean mixes = true;
        int maxSets = DEFAULT_SETS;
        Optional<String> retireAfter = Optional.empty();
        Optional<YamlValue> given = fields.optional("roll-out");
        if (given.isPresent()) {
            Fields rollOutFields = Fields.of(given.get(), "'roll-out'");
            mixes = rollOutFields.optional("mixes").map(Settings::mixes).orElse(true);
            maxSets = rollOutFields
                    .optional("max-sets")
                    .map(value -> Fields.number(value, 1, MOST_SETS))
                    .orElse(DEFAULT_SETS);
            retireAfter = rollOutFields.optional("retire-after").map(Settings::duration);
            rollOutFields.done();
        }
        Optional<Approvals> approvals = fields.optional("approvals").map(Approvals::of);
        List<TargetSettings> targets = new ArrayList<>();
        fields.optional("targets").ifPresent(all -> {
            YamlValue.Mapping named = all.asMapping();
            named.values().forEach((name, target) -> {
                Fields.name(new YamlValue.Scalar(named.keys().get(name), name));
                targets.add(TargetSettings.of(name, target));
            });
        });
        boolean secureBootRequired =
                fields.optional("secure-boot").map(Settings::required).orElse(false);
        fields.done();
        return new Settings(
                banks,
                enforce.stream().sorted().toList(),
                mixes,
                maxSets,
                retireAfter,
                approvals,
                targets,
                secureBootRequired);
    }

    /** {@link #retireAfter} as a duration. */
    public Optional<Duration> retireAfterTime() {
        return retireAfter.map(text -> {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 'h' -> Duration.ofHours(number);
                case 'd' -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
            };
        });
    }

    /** The document in its canonical form, defaults written out. */
    public byte[] toYaml() {
        Map<String, Object> rollOut = new LinkedHashMap<>();
        rollOut.put("mixes", mixes ? "all" : "none");
        rollOut.put("max-sets", maxSets);
        retireAfter.ifPresent(text -> rollOut.put("retire-after", text));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("banks", banks.stream().map(Bank::label).toList());
        document.put("enforce", enforce);
        document.put("roll-out", rollOut);
        approvals.ifPresent(rules -> document.put("approvals", rules.plain()));
        document.put("secure-boot", secureBootRequired ? "required" : "warn");
        if (!targets.isEmpty()) {
            Map<String, Object> byName = new LinkedHashMap<>();
            targets.forEach(target -> byName.put(target.name(), target.plain()));
            document.put("targets", byName);
        }
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }

    static Bank bank(YamlValue value) {
        return Bank.ofLabel(value.asText())
                .filter(Bank::computable)
                .orElseThrow(() -> YamlValue.error(
                        value.source(),
                        Fields.unknown(
                                "bank",
                                value.asText(),
                                "the list of banks",
                                Bank.allComputable().stream().map(Bank::label).toList())));
    }

    private static boolean required(YamlValue value) {
        return switch (value.asText()) {
            case "required" -> true;
            case "warn" -> false;
            default ->
                throw YamlValue.error(
                        value.source(), "'secure-boot' is 'required' or 'warn', not " + Quoted.of(value.asText()));
        };
    }

    private static boolean mixes(YamlValue value) {
        return switch (value.asText()) {
            case "all" -> true;
            case "none" -> false;
            default ->
                throw YamlValue.error(value.source(), "'mixes' is 'all' or 'none', not " + Quoted.of(value.asText()));
        };
    }

    private static String duration(YamlValue value) {
        if (!value.asText().matches("[1-9][0-9]{0,3}[hdw]")) {
            throw YamlValue.error(
                    value.source(),
                    Quoted.of(value.asText()) + " is no duration: write hours, days or weeks, such as 14d");
        }
        return value.asText();
    }
}
