const form = document.querySelector("form");
const takeSecret = () => {
  if (location.hash.length > 1) {
    form.querySelector('input[name="secret"]').value = location.hash.slice(1);
    // The address that stays in the history opens nothing by itself.
    history.replaceState(null, "", location.pathname + location.search);
  }
};
takeSecret();
// A newer address in the same tab is no new page for the browser.
addEventListener("hashchange", takeSecret);
form.addEventListener("submit", (event) => {
  event.submitter.disabled = true;
});
