"""What a secretary fills in to ask something of a department."""

from django import forms
from django.utils.translation import gettext_lazy as _

from district.models import Department


class OrderForm(forms.Form):
    """To whom, and by when; what is asked is for the action to weigh."""

    department = forms.ModelChoiceField(Department.objects.all(), label=_("맡을 부서"))
    due = forms.DateField(label=_("기한"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
