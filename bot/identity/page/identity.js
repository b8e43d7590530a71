const secret = document.querySelector('input[name="secret"]');
if (location.hash.length > 1) {
  secret.value = location.hash.slice(1);
  // The address that stays in the history opens nothing by itself.
  history.replaceState(null, "", location.pathname);
}
document.querySelector("form").addEventListener("submit", (event) => {
  event.submitter.disabled = true;
});
