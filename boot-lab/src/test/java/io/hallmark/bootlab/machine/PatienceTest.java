package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.bootlab.machine.Watch.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration BOUND = Duration.ofSeconds(300);
    private static final long START = -5;

    private final Patience patience = new Patience(BOUND);

    @Test
    void a_machine_that_writes_now_and_then_has_as_much_time_as_a_busy_host_makes_it_take() {
        for (int minute = 0; minute < 600; minute += 9) {
            assertThat(patience.lost(Duration.ofSeconds(minute / 2), minute, at(minute)))
                    .isEmpty();
        }
    }

    @Test
    void a_machine_that_uses_more_cpu_time_than_a_boot_needs_is_lost() {
        assertThat(patience.lost(BOUND, 10, at(0))).isEmpty();
        assertThat(patience.lost(BOUND.plusMillis(1), 20, at(0))).contains(Ending.BUSY);
    }

    @Test
    void a_machine_that_waits_for_ever_is_lost() {
        assertThat(patience.lost(Duration.ZERO, 10, at(0))).isEmpty();
        assertThat(patience.lost(Duration.ZERO, 11, at(9))).isEmpty();
        assertThat(patience.lost(Duration.ZERO, 11, at(19))).isEmpty();
        assertThat(patience.lost(Duration.ZERO, 11, at(20))).contains(Ending.SILENT);
    }

    private static long at(int minute) {
        return START + Duration.ofMinutes(minute).toNanos();
    }
}
