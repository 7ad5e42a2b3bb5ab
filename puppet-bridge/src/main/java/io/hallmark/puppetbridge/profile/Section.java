package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState.Unit.Enablement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A field of the document that measures stand in. A new kind of measure is one file and its place here.
 *
 * @param key of the field
 * @param read its value into measures
 * @param write the value of the measures that a profile has of it; empty when it has none
 */
record Section(String key, Reader read, Function<HardeningProfile, Optional<Object>> write) {

    /** Takes measures as they are read, each with where it stands. */
    interface Sink {
        void add(YamlValue place, Measure measure);
    }

    /** Reads a section. */
    interface Reader {
        void read(YamlValue value, Sink sink);
    }

    /** All of them, in canonical order. */
    static final List<Section> ALL = List.of(
            list("mounts", Mount.class, Mount::read, Mount::write),
            list("apparmor", AppArmorProfile.class, AppArmorProfile::read, AppArmorProfile::write),
            one("selinux", Selinux.class, Selinux::read, Selinux::write),
            one("svirt", Svirt.class, Svirt::read, Svirt::write),
            new Section("packages", Section::packages, Section::packages),
            map("sysctls", Sysctl.class, Form.SYSCTL, Section::sysctl, Sysctl::key, Sysctl::value),
            list(
                    "modules-disabled",
                    DisabledModule.class,
                    v -> new DisabledModule(Form.MODULE.of(v)),
                    DisabledModule::module),
            map(
                    "services",
                    ServiceMeasure.class,
                    Form.UNIT,
                    Section::service,
                    ServiceMeasure::unit,
                    service -> service.enablement().label()),
            list(
                    "kernel-parameters",
                    KernelParameter.class,
                    value -> new KernelParameter(Form.PARAMETER.of(value)),
                    KernelParameter::word),
            list("verity", VerityDevice.class, VerityDevice::read, VerityDevice::write),
            one("boot-loader", BootLoaderPassword.class, BootLoaderPassword::read, BootLoaderPassword::write),
            one("aide", Aide.class, Aide::read, Aide::write),
            one("samhain", Samhain.class, Samhain::read, Samhain::write),
            one("tripwire", Tripwire.class, Tripwire::read, Tripwire::write),
            one("wazuh", Wazuh.class, Wazuh::read, Wazuh::write),
            one("network-alerts", NetworkAlerts.class, NetworkAlerts::read, NetworkAlerts::write));

    /** A measure, as its value is written. */
    private static <T extends Measure> Section one(
            String key, Class<T> kind, Function<YamlValue, T> read, Function<T, Object> write) {
        return new Section(
                key,
                (value, sink) -> sink.add(value, read.apply(value)),
                profile -> profile.all(kind).stream().findFirst().map(write));
    }

    /** A list, each item of which is a measure; in the order given. */
    private static <T extends Measure> Section list(
            String key, Class<T> kind, Function<YamlValue, T> read, Function<T, Object> write) {
        return new Section(
                key,
                (value, sink) -> value.asList().forEach(item -> sink.add(item, read.apply(item))),
                profile -> filled(profile.all(kind).stream().map(write).toList()));
    }

    /** A mapping, each entry of which is a measure; sorted by name. */
    private static <T extends Measure> Section map(
            String key,
            Class<T> kind,
            Form names,
            EntryReader<T> read,
            Function<T, String> name,
            Function<T, String> value) {
        return new Section(
                key,
                (given, sink) -> {
                    YamlValue.Mapping mapping = given.asMapping();
                    mapping.values().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .forEach(entry -> {
                                YamlValue at =
                                        new YamlValue.Scalar(mapping.keys().get(entry.getKey()), entry.getKey());
                                sink.add(at, read.read(names.of(at), entry.getValue()));
                            });
                },
                profile -> {
                    Map<String, Object> entries = new LinkedHashMap<>();
                    profile.all(kind).stream()
                            .sorted(Comparator.comparing(name))
                            .forEach(measure -> entries.put(name.apply(measure), value.apply(measure)));
                    return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
                });
    }

    /** Reads the measure of an entry of a mapping. */
    private interface EntryReader<T> {
        T read(String name, YamlValue value);
    }

    private static Optional<Object> filled(List<Object> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }

    private static Sysctl sysctl(String key, YamlValue value) {
        return new Sysctl(key, Form.SYSCTL_VALUE.of(value));
    }

    private static ServiceMeasure service(String unit, YamlValue value) {
        return new ServiceMeasure(
                unit, Choice.read(value, "state of a service", Arrays.asList(Enablement.values()), Enablement::label));
    }

    private static void packages(YamlValue value, Sink sink) {
        Fields fields = Fields.of(value, "'packages'", List.of("absent", "allowed"));
        fields.optional("absent")
                .ifPresent(absent ->
                        absent.asList().forEach(item -> sink.add(item, new AbsentPackage(Form.PACKAGE.of(item)))));
        fields.optional("allowed")
                .ifPresent(at -> sink.add(
                        at,
                        new AllowedPackages(
                                fields.filled("allowed", Form.PACKAGE::of).orElseThrow())));
        fields.done();
    }

    private static Optional<Object> packages(HardeningProfile profile) {
        Map<String, Object> entry = new LinkedHashMap<>();
        List<String> absent = profile.all(AbsentPackage.class).stream()
                .map(AbsentPackage::packageName)
                .toList();
        if (!absent.isEmpty()) {
            entry.put("absent", absent);
        }
        profile.all(AllowedPackages.class).forEach(allowed -> entry.put("allowed", allowed.packages()));
        return entry.isEmpty() ? Optional.empty() : Optional.of(entry);
    }
}
