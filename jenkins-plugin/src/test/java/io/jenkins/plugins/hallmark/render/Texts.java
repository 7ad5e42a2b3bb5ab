package io.jenkins.plugins.hallmark.render;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.jelly.JellyContext;
import org.apache.commons.jelly.JellyException;
import org.apache.commons.jelly.expression.Expression;
import org.apache.commons.jelly.expression.ExpressionFactory;
import org.apache.commons.jelly.expression.ExpressionSupport;
import org.apache.commons.jelly.expression.jexl.JexlExpressionFactory;

/** Expressions of a view. {@code %key} and {@code %key(argument,…)} are texts of the properties beside it, which must have them. */
final class Texts implements ExpressionFactory {
    private final JexlExpressionFactory jexl = new JexlExpressionFactory();
    private final URL view;

    Texts(URL view) {
        this.view = view;
    }

    @Override
    public Expression createExpression(String text) throws JellyException {
        if (!text.startsWith("%")) {
            return jexl.createExpression(text);
        }
        int open = text.indexOf('(');
        String pattern = pattern(text.substring(1, open < 0 ? text.length() : open));
        List<Expression> arguments = new ArrayList<>();
        if (open >= 0) {
            for (String argument :
                    text.substring(open + 1, text.lastIndexOf(')')).split(",", -1)) {
                arguments.add(jexl.createExpression(argument));
            }
        }
        return new ExpressionSupport() {
            @Override
            public String getExpressionText() {
                return text;
            }

            @Override
            public Object evaluate(JellyContext context) {
                Object[] values = arguments.stream()
                        .map(argument -> argument.evaluate(context))
                        .toArray();
                return new MessageFormat(pattern, Locale.ROOT).format(values);
            }
        };
    }

    private String pattern(String key) {
        Properties texts = new Properties();
        try {
            URL file = new URL(view.toString().replaceFirst("\\.jelly$", ".properties"));
            if (view.getPath().endsWith("/config.jelly") && !Files.exists(Path.of(file.toURI()))) {
                // Stapler shows the key where there is no text for it, and the keys of forms are their texts.
                return key.replace("'", "''");
            }
            try (InputStreamReader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
                texts.load(reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        String pattern = texts.getProperty(key);
        if (pattern == null) {
            throw new IllegalStateException("there is no text '" + key + "' beside " + view);
        }
        return pattern;
    }
}
