package io.hallmark.baselines.document;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.verity.Salt;
import io.hallmark.measuredboot.verity.VerityParameters;
import io.hallmark.measuredboot.verity.VeritySeed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image that a kernel checks with dm-verity, type 1 with SHA-256 and blocks of 4096 bytes; chains refer to its root hash
 * as {@code ${verity:name}}.
 *
 * @param location of the image; its bytes must be at hand
 * @param seed that the salt follows from, or
 * @param salt the salt itself: exactly one of both
 * @param dataBlocks how many blocks are protected, where a hash tree lies behind them in the same file
 */
public record VerityImage(
        ArtifactLocation location, Optional<String> seed, Optional<Salt> salt, OptionalLong dataBlocks) {

    static VerityImage read(String name, YamlValue value) {
        Fields fields = Fields.of(value, "verity image '" + name + "'");
        YamlValue image = fields.required("image");
        Optional<String> seed = fields.optionalText("seed");
        Optional<Salt> salt = fields.optional("salt").map(VerityImage::salt);
        OptionalLong dataBlocks = fields.optional("data-blocks").map(Fields::size).stream()
                .mapToLong(Long::longValue)
                .findFirst();
        fields.done();
        if (seed.isPresent() == salt.isPresent()) {
            throw YamlValue.error(
                    value.source(),
                    "verity image '" + name + "' needs either 'seed', as given to 'hallmark verity format --seed', or"
                            + " 'salt'");
        }
        ArtifactLocation location = LocationCodec.read(name, image);
        if (location instanceof ArtifactLocation.InDigestFile) {
            throw YamlValue.error(
                    image.source(),
                    "a root hash can't be computed from a digest file; give the image's file, or write the root hash"
                            + " into the command line");
        }
        return new VerityImage(location, seed, salt, dataBlocks);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("image", LocationCodec.write(location));
        seed.ifPresent(text -> entry.put("seed", text));
        salt.ifPresent(given -> entry.put("salt", given.hex()));
        dataBlocks.ifPresent(number -> entry.put("data-blocks", number));
        return entry;
    }

    /** How its hash tree is made. */
    public VerityParameters parameters() {
        return VerityParameters.usual(salt.orElseGet(() -> new VeritySeed(seed.orElseThrow()).salt()));
    }

    private static Salt salt(YamlValue value) {
        try {
            return Salt.ofHex(value.asText());
        } catch (MeasuredBootException e) {
            throw YamlValue.error(value.source(), e.getMessage());
        }
    }
}
