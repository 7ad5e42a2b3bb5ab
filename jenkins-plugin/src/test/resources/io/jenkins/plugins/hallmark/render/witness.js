/* Tells the test what a person would meet on the page: what axe finds, and what the content security policy stops. */
const stopped = [];
document.addEventListener("securitypolicyviolation", (event) => stopped.push(`${event.violatedDirective}: ${event.blockedURI}`));

window.addEventListener("load", () => {
  if (location.search !== "?witness") {
    return;
  }
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  const script = document.createElement("script");
  script.src = "/axe.js";
  script.addEventListener("load", async () => {
    const found = await axe.run(document);
    const told = [
      ...found.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html}`)),
      ...stopped.map((stop) => `content security policy: ${stop}`),
    ];
    const lines = [found.passes.length, ...told.map((line) => line.replace(/\s+/g, " "))];
    const next = await fetch(`/told${location.pathname}`, { method: "POST", body: lines.join("\n") });
    const path = await next.text();
    if (path !== "") {
      location.href = `${path}?witness`;
    }
  });
  document.head.append(script);
});
