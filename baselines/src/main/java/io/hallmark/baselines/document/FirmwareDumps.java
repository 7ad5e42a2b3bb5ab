package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads what was taken from a node beside its event log: {@code efivars.json} and {@code pcrs.json}. */
public final class FirmwareDumps {
    private static final Pattern VARIABLE = Pattern.compile(".{1,256}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private FirmwareDumps() {}

    /**
     * Reads a dump of UEFI variables: {@code Name-guid} to {@code {attributes, data}}, data in hex without attributes.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static Map<String, Content> variables(String file, byte[] bytes) {
        Map<String, Content> variables = new TreeMap<>();
        JsonReader.read(file, bytes).asMapping().values().forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches()) {
                throw YamlValue.error(value.source(), Quoted.of(name) + " is no variable: Name-guid is expected");
            }
            Fields fields = Fields.of(value, "variable " + Quoted.of(name));
            fields.optional("attributes");
            YamlValue data = fields.required("data");
            fields.done();
            variables.put(name, new Content(hex(data)));
        });
        return variables;
    }

    /**
     * Reads PCR values: bank to index to hex.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static Map<Bank, SortedMap<Integer, Digest>> pcrs(String file, byte[] bytes) {
        Map<Bank, SortedMap<Integer, Digest>> pcrs = new EnumMap<>(Bank.class);
        Fields banks = Fields.of(JsonReader.read(file, bytes), "the PCR values");
        for (Bank bank : Bank.values()) {
            banks.optional(bank.label()).ifPresent(values -> {
                SortedMap<Integer, Digest> byIndex = new TreeMap<>();
                values.asMapping().values().forEach((index, value) -> {
                    byte[] digest = hex(value);
                    if (digest.length != bank.size()) {
                        throw YamlValue.error(value.source(), "this is no " + bank.label() + " value");
                    }
                    byIndex.put(
                            Fields.number(new YamlValue.Scalar(value.source(), index), 0, 23),
                            new Digest(bank, digest));
                });
                pcrs.put(bank, byIndex);
            });
        }
        banks.done();
        return pcrs;
    }

    private static byte[] hex(YamlValue value) {
        try {
            return HexFormat.of().parseHex(value.asText());
        } catch (IllegalArgumentException e) {
            throw YamlValue.error(value.source(), "hex digits are expected here");
        }
    }
}
