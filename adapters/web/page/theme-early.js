// Before anything is painted, so that a dark page never flashes white. A plain script: modules run too late.
{
  const theme = localStorage.getItem("firstline-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
