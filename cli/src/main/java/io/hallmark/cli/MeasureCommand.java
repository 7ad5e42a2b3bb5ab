package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.secureboot.KeyedPredictor;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts, and shows the PCRs with the events behind them. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description =
                "Predict the PCR values of an image's chains: on the hardware profiles of a baselines repository, or"
                        + " on one reference log.")
final class MeasureCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ImageOptions image;

    @ArgGroup(multiplicity = "1")
    private On on;

    /** Where the hardware profiles come from. */
    static final class On {
        @Option(names = "--baselines", paramLabel = "URL", description = "The baselines repository with the profiles.")
        private String baselines;

        @Option(names = "--log", paramLabel = "LOG", description = "A reference log; stands for every profile.")
        private Path log;
    }

    @Option(names = "--chain", description = "Only this chain.")
    private String onlyChain;

    @Option(names = "--json", description = "Show the prediction as JSON.")
    private boolean json;

    MeasureCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MeasuredImage measured = image.measure(console);
        Map<String, Prediction> predictions = on.log != null ? onLog(measured) : onProfiles(measured);
        if (predictions.isEmpty()) {
            throw new BaselinesException("the image has no chain '" + onlyChain + "'; it has "
                    + measured.description().chains().keySet());
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "hallmark/prediction/v1");
            predictions.forEach((where, prediction) -> document.put(where, PredictionView.json(prediction)));
            console.data(CanonicalJson.write(document));
        } else {
            predictions.forEach((where, prediction) -> console.data(PredictionView.text(where, prediction)));
        }
        return ExitCode.OK;
    }

    private List<ChainDescription> chains(MeasuredImage measured) {
        return measured.description().chains().values().stream()
                .filter(chain -> onlyChain == null || chain.chain().name().equals(onlyChain))
                .toList();
    }

    private Map<String, Prediction> onLog(MeasuredImage measured) {
        HardwareProfile profile = HardwareProfile.of(on.log.toString(), List.of(EventLogReader.read(on.log)));
        KeyedPredictor predictor = KeyedPredictor.of(profile);
        Map<String, Prediction> predictions = new LinkedHashMap<>();
        for (ChainDescription chain : chains(measured)) {
            Prediction prediction = predictor.predict(chain.chain(), measured.artifactSet(chain.chain()));
            predictions.put(
                    "chain " + chain.chain().name() + " on " + on.log,
                    prediction.gated(predictor.gate().test(prediction)));
        }
        return predictions;
    }

    private Map<String, Prediction> onProfiles(MeasuredImage measured) {
        Map<String, Prediction> predictions = new LinkedHashMap<>();
        try (BaselinesRepository repository = BaselinesRepository.open(
                on.baselines, image.cacheFolder().resolve("repositories"), Credentials.usersOwn())) {
            var snapshot = repository.head(repository.defaultBranch());
            for (ChainDescription chain : chains(measured)) {
                for (String hardware : chain.hardware()) {
                    predictions.put(
                            "chain " + chain.chain().name() + " on " + hardware,
                            LoadedProfile.load(snapshot, hardware)
                                    .predict(chain.chain(), measured.artifactSet(chain.chain())));
                }
            }
        }
        return predictions;
    }
}
