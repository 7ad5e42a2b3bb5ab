package io.jenkins.plugins.hallmark.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Fixtures;
import io.jenkins.plugins.hallmark.step.Exhibit;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What programs read under {@code api/json} of the pages, by the rules that Stapler writes it by. */
class ExportedTest {
    /** Stapler refuses the whole page for the sake of any other type. */
    private static final Set<Class<?>> WRITTEN =
            Set.of(String.class, Boolean.class, Integer.class, Long.class, Double.class);

    /** A bean in another one is deeper than what is shown unless it is asked for, with the default an empty object. */
    private static final int AT_ANY_DEPTH = 999;

    private final Set<Class<?>> beans = new HashSet<>();

    @Test
    void all_of_it_is_of_types_that_are_written_and_beans_in_it_are_not_empty(@TempDir Path folder) throws Exception {
        Exhibit exhibit = Exhibit.of(
                folder,
                List.of(
                        Fixtures.path("boots/sdboot-type1/eventlog.bin"),
                        Fixtures.path("boots/pxe-ipxe/eventlog.bin")));
        for (int build = 1; build <= 5; build++) {
            for (BuildReport report : exhibit.reports(build)) {
                assertThat(report.getReport()).isNotEmpty();
                members(report);
            }
        }
        members(exhibit.history());
        members(exhibit.overview());
        assertThat(beans)
                .containsExactlyInAnyOrder(
                        HistoryEntry.class, PcrCause.class, OverviewRow.class, OverviewRow.TargetState.class);
    }

    private void members(Object bean) throws ReflectiveOperationException {
        for (Method getter : bean.getClass().getMethods()) {
            if (getter.isAnnotationPresent(Exported.class)) {
                value(getter.toString(), getter.invoke(bean));
            }
        }
    }

    private void value(String where, Object value) throws ReflectiveOperationException {
        if (value instanceof Map<?, ?> members) {
            for (Map.Entry<?, ?> member : members.entrySet()) {
                value(where + "." + member.getKey(), member.getValue());
            }
        } else if (value instanceof List<?> items) {
            for (Object item : items) {
                value(where + "[]", item);
            }
        } else if (value.getClass().isAnnotationPresent(ExportedBean.class)) {
            assertThat(value.getClass().getAnnotation(ExportedBean.class).defaultVisibility())
                    .as(value.getClass().getName())
                    .isEqualTo(AT_ANY_DEPTH);
            beans.add(value.getClass());
            members(value);
        } else if (!(value instanceof Enum)) {
            assertThat(WRITTEN).as(where).contains(value.getClass());
        }
    }
}
