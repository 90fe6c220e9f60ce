"""위촉 업무: one page of the desk on which all seats of a body are filled, from the plan to the officers."""
