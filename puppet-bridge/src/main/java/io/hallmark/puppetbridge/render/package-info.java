/** What every rendering of a profile for a tool of configuration management has in common. */
package io.hallmark.puppetbridge.render;
