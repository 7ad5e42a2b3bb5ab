/* Without this the tables show everything; with it people can hide the PCRs that stay as they are. */
document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector(".hallmark-pcrs .hallmark-same")?.closest(".hallmark-pcrs");
  const section = table?.closest("section");
  if (!section) {
    return;
  }
  const box = document.createElement("input");
  box.type = "checkbox";
  const label = document.createElement("label");
  label.className = "hallmark-only";
  label.append(box, " ", table.dataset.onlyChanges);
  box.addEventListener("change", () =>
    section.parentElement.classList.toggle("hallmark-hide-same", box.checked),
  );
  section.before(label);
});
