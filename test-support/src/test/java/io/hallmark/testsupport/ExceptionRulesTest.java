package io.hallmark.testsupport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ExceptionRulesTest {
    public static final class DeclaresAnother {
        public void wait(String text) throws TimeoutException {
            if (text.isEmpty()) {
                throw new IllegalStateException(text);
            }
        }
    }

    public static final class MakesAnother {
        public void read(String text) throws IOException {
            if (text.isEmpty()) {
                throw new SecurityException(text);
            }
        }
    }

    @Test
    void notices_a_public_method_that_declares_another_exception() {
        assertThatThrownBy(() -> ExceptionRules.publicMethodsDeclareOnly("java.io.IOException")
                        .check(new ClassFileImporter().importClasses(DeclaresAnother.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("declares java.util.concurrent.TimeoutException");
        assertThatCode(() -> ExceptionRules.publicMethodsDeclareOnly("java.io.IOException")
                        .check(new ClassFileImporter().importClasses(MakesAnother.class)))
                .doesNotThrowAnyException();
    }

    @Test
    void notices_another_exception_that_is_made() {
        assertThatThrownBy(() -> ExceptionRules.onlyTheseAreMade("io.hallmark")
                        .check(new ClassFileImporter().importClasses(MakesAnother.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("SecurityException");
        assertThatCode(() -> ExceptionRules.onlyTheseAreMade("io.hallmark")
                        .check(new ClassFileImporter().importClasses(DeclaresAnother.class)))
                .doesNotThrowAnyException();
    }
}
