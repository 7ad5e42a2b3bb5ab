package io.hallmark.verifierbridge.rim;

import io.hallmark.baselines.document.TargetSettings;
import java.util.Locale;
import java.util.Optional;

/**
 * What a base RIM says of those who make it and of the platform.
 *
 * @param signWith the credential of the key
 * @param entity who makes it
 * @param regid registration id of the entity: a URI or a domain name
 * @param manufacturer of the platform; the profile's vendor where the settings give none
 * @param manufacturerId IANA private enterprise number of the manufacturer, as eight digits
 */
record RimSettings(
        String signWith, String entity, String regid, Optional<String> manufacturer, Optional<String> manufacturerId) {

    /**
     * Reads {@code rim-sign-with}, {@code entity}, {@code rim-regid}, {@code rim-manufacturer} and
     * {@code rim-manufacturer-id}.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    static RimSettings of(TargetSettings settings) {
        int id = settings.number("rim-manufacturer-id", 0, 99_999_999, 0);
        return new RimSettings(
                settings.text("rim-sign-with"),
                settings.optionalText("entity").orElse("Hallmark"),
                settings.text("rim-regid"),
                settings.optionalText("rim-manufacturer"),
                Optional.of(id).filter(number -> number > 0).map(number -> String.format(Locale.ROOT, "%08d", number)));
    }
}
