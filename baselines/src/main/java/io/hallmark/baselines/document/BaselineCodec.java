package io.hallmark.baselines.document;

import io.hallmark.baselines.document.AcceptedSet.Source;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Reads and writes {@link BaselineDocument}. */
final class BaselineCodec {
    static final String SCHEMA = "hallmark/baseline/v1";

    private BaselineCodec() {}

    static BaselineDocument read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the baseline");
        Schemas.check(fields, SCHEMA);
        String image = fields.name("image");
        String chain = fields.name("chain");
        String hardware = fields.name("hardware");
        fields.required("banks");
        List<Bank> banks = fields.distinct("banks", Settings::bank);
        fields.required("enforce");
        List<Integer> enforce = fields.distinct("enforce", value -> Fields.number(value, 0, 23));
        List<AcceptedSet> accepted = fields.list("accepted", value -> set(chain, value));
        if (accepted.isEmpty()) {
            throw YamlValue.error(fields.source(), "a baseline accepts at least one set");
        }
        fields.done();
        return new BaselineDocument(image, chain, hardware, banks, enforce, accepted);
    }

    static byte[] write(BaselineDocument baseline) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("image", baseline.image());
        document.put("chain", baseline.chain());
        document.put("hardware", baseline.hardware());
        document.put("banks", labels(baseline.banks()));
        document.put("enforce", baseline.enforce());
        document.put(
                "accepted", baseline.accepted().stream().map(BaselineCodec::set).toList());
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> labels(List<Bank> banks) {
        return banks.stream().map(Bank::label).toList();
    }

    private static AcceptedSet set(String chainName, YamlValue value) {
        Fields fields = Fields.of(value, "the accepted set");
        Source source = source(fields.required("source"));
        String mix = fields.optionalText("mix").orElse("");
        List<Artifact> artifacts = ArtifactsCodec.read(fields);
        BootChain chain = ChainCodec.read(
                chainName,
                fields,
                reference -> artifacts.stream().anyMatch(a -> a.name().equals(reference.asText())));
        SortedMap<String, Digests> compositions = FactsCodec.compositions(fields);
        List<Bank> banks = fields.distinct("banks", Settings::bank);
        List<PredictedPcr> pcrs = pcrs(fields);
        List<String> notCovered = fields.list("not-covered", YamlValue::asText);
        List<PredictedEvent> events = fields.list("events", EventsCodec::event);
        fields.done();
        return new AcceptedSet(
                source, mix, chain, artifacts, compositions, new Prediction(banks, events, pcrs, notCovered));
    }

    private static Map<String, Object> set(AcceptedSet set) {
        Map<String, Object> entry = new LinkedHashMap<>();
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("repository", set.source().repository());
        source.put("commit", set.source().commit());
        entry.put("source", new CanonicalYaml.Line(source));
        if (!set.mix().isEmpty()) {
            entry.put("mix", set.mix());
        }
        ChainCodec.write(set.chain(), entry);
        entry.put("banks", labels(set.prediction().banks()));
        entry.put(
                "pcrs",
                set.prediction().pcrs().stream().map(BaselineCodec::line).toList());
        FactsCodec.put(entry, "not-covered", set.prediction().notCovered());
        ArtifactsCodec.write(set.artifacts(), entry);
        FactsCodec.compositions(set.compositions(), entry);
        entry.put(
                "events",
                set.prediction().events().stream().map(EventsCodec::line).toList());
        return entry;
    }

    private static Source source(YamlValue value) {
        Fields fields = Fields.of(value, "'source'");
        Source source = new Source(
                fields.optionalText("repository").orElse(""),
                fields.optionalText("commit").orElse(""));
        fields.done();
        return source;
    }

    private static CanonicalYaml.Line line(PredictedPcr pcr) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("pcr", pcr.pcr());
        FactsCodec.put(line, pcr.values());
        pcr.notEnforceable().ifPresent(reason -> line.put("not-enforced", reason));
        return new CanonicalYaml.Line(line);
    }

    private static List<PredictedPcr> pcrs(Fields fields) {
        Map<String, io.hallmark.baselines.document.Source> indices = new LinkedHashMap<>();
        return fields.list("pcrs", value -> {
            PredictedPcr pcr = pcr(value);
            YamlValue.Mapping.put(indices, "PCR " + pcr.pcr(), value.source());
            return pcr;
        });
    }

    private static PredictedPcr pcr(YamlValue value) {
        Fields fields = Fields.of(value, "the PCR");
        PredictedPcr pcr = new PredictedPcr(
                Fields.number(fields.required("pcr"), 0, 23),
                FactsCodec.digests(fields),
                fields.optionalText("not-enforced"));
        fields.done();
        return pcr;
    }
}
