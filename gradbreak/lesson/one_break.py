"""The break itself: predict, break, run, observe, diagnose, revert."""

from __future__ import annotations

import functools
import shlex
import textwrap
from collections.abc import Sequence

from gradbreak.lesson.context import Context, assigned
from gradbreak.lesson.facts import Case
from gradbreak.lesson.prediction import Prediction, read_choice, read_prediction
from gradbreak.lesson.sweeps import measure_sweeps
from gradbreak.texts import say
from gradbreak.trace.compare import Effect
from gradbreak.trace.sweep_table import sweep_table
from gradbreak.trace.wording import number

INDENT = "  "
"""Before every line of the table of writes."""

Predictions = tuple[tuple[Case, Prediction | None], ...]


def predict(context: Context) -> Predictions:
    """Ask which gradients will be wrong, before anything is shown."""
    texts, page = context.messages.predict, context.page
    cases = (context.facts.diamond, context.facts.linear)
    page.heading(texts.heading)
    page.paragraph(texts.given)
    page.blank()
    for case in cases:
        page.line(f"  {context.case_with_inputs(case)}")
        page.line(f"      {assigned(case.example.intact.gradients)}")
    page.blank()
    predictions = []
    for case in cases:
        intact = case.example.intact.gradients
        names = list(intact)
        page.paragraph(say(texts.question, expression=case.example.expression))
        page.paragraph(
            say(
                texts.how,
                names=" ".join(names[:2]),
                numbers=f"{names[0]}=1",
                none=context.messages.common.none,
            )
        )
        sample = " ".join(name for name in names if len(case.terms(name)) > 1) or context.messages.common.none
        read = functools.partial(read_prediction, intact=intact, gradient=context.gradient, messages=context.messages)
        predictions.append((case, context.dialogue.ask(sample, read)))
    return tuple(predictions)


def break_(context: Context) -> None:
    """Show what is changed."""
    texts, page, shown = context.messages.breaking, context.page, context.facts.shown
    page.heading(texts.heading)
    page.paragraph(say(texts.changed, count=len(context.facts.break_.members), file=context.config.engine.file))
    page.paragraph(say(texts.site, site=shown.place, line=shown.location.start.line))
    page.blank()
    changed = [line for line in shown.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    code = textwrap.dedent("\n".join(line[1:] for line in changed)).splitlines()
    for sign, line in zip((line[0] for line in changed), code, strict=True):
        page.line(f"    {sign} {line}", style="red" if sign == "-" else "green")


def run(context: Context) -> None:
    """Show the gradients on both engines."""
    texts, common, page = context.messages.running, context.messages.common, context.page
    page.heading(texts.heading)
    page.paragraph(texts.lead)
    page.blank()
    rows = [(texts.expression, texts.input, common.intact, common.broken, "")]
    for case in (context.facts.diamond, context.facts.linear):
        intact, broken = case.example.intact.gradients, case.example.broken.gradients
        for place, name in enumerate(intact):
            mark = common.wrong if name in case.wrong else ""
            expression = case.example.expression if place == 0 else ""
            rows.append((expression, name, number(intact[name]), number(broken.get(name)), mark))
    page.table(rows, right=(2, 3), marked=[place for place, row in enumerate(rows[1:]) if row[-1]])


def observe(context: Context, predictions: Predictions) -> None:
    """Compare the results with the predictions, and show the sweep."""
    texts, page, diamond = context.messages.observing, context.page, context.facts.diamond
    page.heading(texts.heading)
    for case, prediction in predictions:
        _compare(context, case, prediction)
    page.blank()
    if diamond.wrong and not diamond.example.broken.error:
        page.paragraph(say(texts.plausible, count=len(diamond.wrong), total=len(diamond.example.inputs)))
        page.blank()
    page.paragraph(say(texts.sweep, expression=diamond.example.expression))
    page.blank()
    for line in sweep_table(diamond.comparison, context.gradient, page.width - len(INDENT), context.trace):
        page.line(f"{INDENT}{line.plain}", style=str(line.style))
    if diamond.example.broken.error:
        page.paragraph(say(context.trace.stopped, error=diamond.example.broken.error))
    linear = context.facts.linear.comparison
    if linear.first_difference is None:
        on_zero = all(step.either.before == 0 for step in linear.steps)
        sentence = texts.nothing_to_replace if on_zero else texts.nothing_differs
        page.blank()
        page.paragraph(say(sentence, expression=context.facts.linear.example.expression))


def _compare(context: Context, case: Case, prediction: Prediction | None) -> None:
    texts, none = context.messages.observing, context.messages.common.none
    expression, wrong = case.example.expression, ", ".join(case.wrong) or none
    if prediction is None:
        context.page.paragraph(say(texts.said_nothing, expression=expression, wrong=wrong))
        return
    said = ", ".join(prediction.wrong) or none
    if prediction.wrong == case.wrong:
        context.page.paragraph(say(texts.said_right, expression=expression, said=said))
    else:
        context.page.paragraph(say(texts.said_otherwise, expression=expression, said=said, wrong=wrong))
    for name, predicted in prediction.values.items():
        value = case.example.broken.gradients.get(name)
        text = say(texts.value, name=name, value=number(value))
        context.page.line(f"  {text}{context.verdict(predicted, value)}")


def diagnose(context: Context) -> None:
    """Find the lost terms of each sum."""
    texts, page, diamond = context.messages.diagnosing, context.page, context.facts.diamond
    page.heading(texts.heading)
    lossy = [name for name in diamond.wrong if _lost(diamond, name)]
    if lossy:
        _ask_for_the_lost(context, lossy[0])
    for name, value in diamond.example.intact.gradients.items():
        terms = _listed(context, [(write.after - write.before, write.source) for write in diamond.terms(name)])
        said = say(texts.sum, name=name, gradient=context.gradient, terms=terms, total=number(value))
        lost = _listed(context, _lost(diamond, name))
        if lost:
            broken = number(diamond.example.broken.gradients.get(name))
            said += f" {say(texts.lost, lost=lost, value=broken)}"
        elif len(diamond.terms(name)) == 1:
            said += f" {texts.kept}"
        page.paragraph(said)
        page.blank()
    if lossy and _last_replaced(diamond, lossy[0]):
        first, *_, last = diamond.terms(lossy[0])
        page.paragraph(say(texts.order, first=first.source, last=last.source))
    sentence = texts.oracle_agrees if diamond.oracle_agrees else texts.oracle_disagrees
    expected = ", ".join(f"{name} = {number(gradient)}" for name, gradient in diamond.expected.items())
    page.paragraph(say(sentence, gradients=expected))
    page.paragraph(texts.rule)


def _ask_for_the_lost(context: Context, name: str) -> None:
    texts, page, diamond = context.messages.diagnosing, context.page, context.facts.diamond
    intact, broken = diamond.example.intact.gradients[name], diamond.example.broken.gradients.get(name)
    page.paragraph(
        say(texts.question, name=name, gradient=context.gradient, intact=number(intact), broken=number(broken))
    )
    options = [(write.after - write.before, write.source) for write in diamond.terms(name)]
    for place, (term, through) in enumerate(options, start=1):
        page.line("  " + say(texts.option, number=place, term=number(term), through=through))
    page.paragraph(texts.choose)
    lost = _lost(diamond, name)
    sample = next(str(place) for place, option in enumerate(options, start=1) if option in lost)
    chosen = context.dialogue.ask(sample, lambda text: read_choice(text, len(options), context.messages))
    if chosen is not None:
        sentence = texts.right if options[chosen - 1] in lost else texts.otherwise
        page.paragraph(say(sentence, lost=_listed(context, lost)))
        page.blank()


def _lost(case: Case, name: str) -> list[tuple[float, str]]:
    return [(loss.term, loss.through) for loss in case.comparison.losses if loss.node == name]


def _last_replaced(case: Case, name: str) -> bool:
    effects = [step.effect for step in case.comparison.steps if step.intact in case.terms(name)]
    return len(effects) > 1 and effects[-1] is Effect.REPLACED


def _listed(context: Context, terms: Sequence[tuple[float, str]]) -> str:
    return ", ".join(
        say(context.messages.diagnosing.term, term=number(term), through=through) for term, through in terms
    )


def revert(context: Context) -> None:
    """Show that the engine is unchanged, and how to apply the break to one's own file."""
    texts, page = context.messages.reverting, context.page
    page.heading(texts.heading)
    again = measure_sweeps(context.config, context.mutants, context.facts.expression, context.facts.inputs, None).once
    page.paragraph(say(texts.same, gradients=assigned(again), file=context.config.engine.file))
    page.paragraph(texts.own)
    page.blank()
    apply = shlex.join(["gradbreak", "break", "apply", context.facts.break_.id, *context.config.options])
    for command in (apply, "python -m pytest", "gradbreak break revert"):
        page.line(f"    {command}")
