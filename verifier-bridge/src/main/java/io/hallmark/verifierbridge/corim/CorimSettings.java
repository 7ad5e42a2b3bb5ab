package io.hallmark.verifierbridge.corim;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.verifierbridge.format.NameUuid;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How manifests are made.
 *
 * @param form of the measurements
 * @param profile a URI; the form's own where the settings give none
 * @param entity who says so, for people
 * @param regid a URI of the entity
 * @param classIds of hardware profiles, by their names; others get one that follows from the name
 * @param signWith the credential of the key to sign with; empty for unsigned manifests
 * @param keyId that readers know the key by
 */
record CorimSettings(
        Form form,
        Optional<String> profile,
        String entity,
        Optional<String> regid,
        Map<String, UUID> classIds,
        Optional<String> signWith,
        Optional<String> keyId) {

    /**
     * Reads {@code form}, {@code profile}, {@code entity}, {@code regid}, {@code class-ids}, {@code sign-with} and
     * {@code key-id}.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    static CorimSettings of(TargetSettings settings) {
        Form form = Form.ofLabel(settings.choice(
                "form", Arrays.stream(Form.values()).map(Form::label).toList(), Form.PARSEC_TPM.label()));
        Map<String, UUID> classIds = new TreeMap<>();
        settings.textsByName("class-ids").forEach((hardware, id) -> classIds.put(hardware, uuid(settings, id)));
        return new CorimSettings(
                form,
                uri(settings, "profile").or(form::profile),
                settings.optionalText("entity").orElse("Hallmark"),
                uri(settings, "regid"),
                classIds,
                settings.optionalText("sign-with"),
                settings.optionalText("key-id"));
    }

    UUID classId(String hardware) {
        return classIds.getOrDefault(hardware, NameUuid.of("hardware/" + hardware));
    }

    private static UUID uuid(TargetSettings settings, String text) {
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw settings.refuse("class-ids", "'" + text + "' is no UUID: give 'class-ids: {profile: uuid}'");
        }
        return UUID.fromString(text);
    }

    private static Optional<String> uri(TargetSettings settings, String field) {
        Optional<String> given = settings.optionalText(field);
        given.ifPresent(text -> {
            try {
                if (!new URI(text).isAbsolute() || text.indexOf('"') >= 0) {
                    throw settings.refuse(field, "'" + field + "' is a URI with its scheme, such as tag: or https:");
                }
            } catch (URISyntaxException e) {
                throw settings.refuse(field, "'" + field + "' is no URI: " + e.getReason());
            }
        });
        return given;
    }
}
