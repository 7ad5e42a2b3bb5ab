/** Chef: the cookbook, the data bag items that it reads, and their way to a Chef Infra Server. */
package io.hallmark.puppetbridge.chef;
