package io.hallmark.cli;

import io.hallmark.measuredboot.verity.TreeLayout;
import io.hallmark.measuredboot.verity.VerityParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a hash tree was made, for people and as JSON. */
final class VerityView {
    private VerityView() {}

    static Map<String, Object> fields(TreeLayout layout) {
        VerityParameters parameters = layout.parameters();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("hash", parameters.algorithm().label());
        entry.put("format", parameters.hashType().number());
        entry.put("dataBlockSize", parameters.dataBlockSize());
        entry.put("hashBlockSize", parameters.hashBlockSize());
        entry.put("salt", parameters.salt().hex());
        entry.put("dataBlocks", layout.dataBlocks());
        entry.put("hashBlocks", layout.hashBlocks());
        return entry;
    }
}
