package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hallmark.measuredboot.io.Remembered;
import io.hallmark.measuredboot.io.RememberedByAnswers;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.lang.ref.SoftReference;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Function;

/** All that predictions have left behind in this JVM for others to use. */
public final class Memories {
    private final List<Field> fields;

    /** @param packages whose classes are searched, with those below */
    public Memories(String... packages) {
        this.fields = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(packages).stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> field.getRawType().isAssignableTo(Remembered.class)
                                || field.getRawType().isAssignableTo(RememberedByAnswers.class))
                        .map(JavaField::reflect)
                        .toList();
        fields.forEach(field -> field.setAccessible(true));
    }

    /** Holds what machines are predicted one after another against what each is when nothing is remembered. */
    public void leaveNoTrace(List<RecordedBoot> machines, Function<RecordedBoot, Prediction> predict) {
        List<Prediction> remembering = machines.stream().map(predict).toList();

        for (int i = 0; i < machines.size(); i++) {
            forget();
            assertThat(remembering.get(i)).as("on %s", machines.get(i)).isEqualTo(predict.apply(machines.get(i)));
        }
    }

    /** Has everything computed afresh. */
    public void forget() {
        try {
            for (Field field : fields) {
                Object memory = field.get(null);
                if (memory instanceof RememberedByAnswers) {
                    Field results = RememberedByAnswers.class.getDeclaredField("results");
                    results.setAccessible(true);
                    memory = results.get(memory);
                }
                Field known = Remembered.class.getDeclaredField("known");
                known.setAccessible(true);
                known.set(memory, new SoftReference<>(null));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("results are kept in another way than this knows", e);
        }
    }
}
