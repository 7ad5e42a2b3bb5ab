package io.hallmark.cli;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.verity.VerityFormat;
import io.hallmark.measuredboot.verity.VerityTree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes a root hash. */
@Command(
        name = "root-hash",
        mixinStandardHelpOptions = true,
        description = "Compute the root hash of an image, in one pass, without writing a hash tree.")
final class VerityRootHashCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The image.")
    private Path image;

    @Mixin
    private VerityOptions options;

    @Option(names = "--json", description = "Show the root hash as JSON, with what it depends on.")
    private boolean json;

    VerityRootHashCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        VerityTree tree = VerityFormat.rootHash(
                image, options.parameters(image), options.dataBlocks(), VerityOptions.progress(console, image));
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("schema", "hallmark/verity/v1");
            document.put("rootHash", tree.rootHash().hex());
            document.putAll(VerityView.fields(tree.layout()));
            console.data(CanonicalJson.write(document));
        } else {
            console.data(tree.rootHash().hex() + "\n");
        }
        return ExitCode.OK;
    }
}
