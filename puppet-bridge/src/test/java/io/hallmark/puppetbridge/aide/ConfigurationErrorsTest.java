package io.hallmark.puppetbridge.aide;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not understood is refused with its line: a rule that is left out would leave files out. */
class ConfigurationErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "/usr; a rule without attributes",
                "/usr p+nosuch; the group 'nosuch' is not defined",
                "/usr R; an image does not tell c, i, n, md5, e2fsattrs, caps",
                "/usr p+i; an image does not tell i",
                "/usr H; an image does not tell md5, rmd160",
                "/usr f,x p; 'x' is no type of files",
                "/usr p++u; is no list of attributes",
                "!/usr p+u; has no attributes",
                "/usr(  p; is no regular expression",
                "/us[[:alpha:]] p; within [...] is not understood",
                "/us[a&&b] p; within [...] is not understood",
                "/us[]a] p; as the first in [...]",
                "/usr//bin p; two slashes",
                "@@include /etc/aide/more; only @@define and @@undef",
                "@@if defined X; only @@define and @@undef",
                "/usr/@@{NONE} p; the variable 'NONE' is not defined",
                "gzip_dbout=yes; understood only when it is 'no'",
                "acl_no_symlink_follow=yes; understood only when it is 'no'",
                "no_such_option=1; the option 'no_such_option' is not known",
                "report_url=stdout and more; follows where the line should end",
                "?; is no option, group or rule"
            })
    void wrong_lines_are_named(String line, String message) {
        assertThatThrownBy(() -> AideConfiguration.parse("etc/aide.conf", "# first\n\n" + line + "\n/etc p\n"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith("etc/aide.conf:3: ")
                .hasMessageContaining(message);
    }

    @Test
    void a_configuration_without_a_rule_is_refused() {
        assertThatThrownBy(() -> AideConfiguration.parse("aide.conf", "!/etc\n"))
                .hasMessage("aide.conf: has no rule that puts a file into the database");
    }

    @Test
    void groups_that_no_rule_uses_may_ask_for_anything() {
        assertThatCode(() -> AideConfiguration.parse(
                        "aide.conf", "Norm = R+rmd160\nOurs = Norm-c-i-n-md5-rmd160-e2fsattrs-caps\n/etc Ours\r\n"))
                .doesNotThrowAnyException();
    }
}
