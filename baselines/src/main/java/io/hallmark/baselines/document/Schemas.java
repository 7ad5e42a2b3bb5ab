package io.hallmark.baselines.document;

import java.util.Optional;

/** The {@code schema} field, which says what a document is and in which version of its form. */
public final class Schemas {
    private Schemas() {}

    /** The field must be there and say what is expected. */
    public static void check(Fields fields, String expected) {
        YamlValue given = fields.required("schema");
        if (!given.asText().equals(expected)) {
            throw YamlValue.error(
                    given.source(),
                    "schema " + Quoted.of(given.asText()) + " is not known here; '" + expected + "' is expected");
        }
    }

    /** The same where people write the document by hand and may leave the field out. */
    public static void checkIfGiven(Fields fields, String expected) {
        Optional<YamlValue> given = fields.optional("schema");
        if (given.isPresent()) {
            check(fields, expected);
        }
    }
}
