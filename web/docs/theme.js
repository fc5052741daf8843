// Before anything is painted, so that a chosen theme does not flash. See src/state/theme.ts.
try {
  document.documentElement.dataset.theme = localStorage.getItem('bpeek.theme') ?? '';
} catch {
  document.documentElement.dataset.theme = '';
}
