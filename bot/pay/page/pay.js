const form = document.querySelector("form");
if (form) {
  if (location.hash.length > 1) {
    form.querySelector('input[name="secret"]').value = location.hash.slice(1);
    // The address that stays in the history opens nothing by itself.
    history.replaceState(null, "", location.pathname);
  }
  form.addEventListener("submit", (event) => {
    event.submitter.disabled = true;
  });
}
