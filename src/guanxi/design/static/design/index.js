// Every behaviour listens on the document and finds its elements by data-behaviour, so that what htmx
// swaps in behaves at once. All of them only refine what works without script.
import "./chart-tooltip.js";
import "./dialog.js";
import "./dismiss.js";
import "./explain.js";
import "./popover.js";
import "./search.js";
import "./palette.js";
import "./sidebar.js";
import "./theme.js";
