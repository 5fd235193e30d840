# SPDX-License-Identifier: Apache-2.0
# WRIT_PYTHON: an interpreter that the tools run on.  The first python3 on the PATH may not
# see the modules that Debian packages.
function(writ_python_works result candidate)
	execute_process(COMMAND ${candidate} -c "import libfdt, elftools, lxml, tomllib"
		RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
	if(NOT status EQUAL 0)
		set(${result} FALSE PARENT_SCOPE)
	endif()
endfunction()
find_program(Python3_EXECUTABLE NAMES python3 HINTS /usr/bin VALIDATOR writ_python_works)
if(NOT Python3_EXECUTABLE)
	message(FATAL_ERROR "python3: none has the modules of the tools; install Debian's python3-libfdt python3-lxml "
		"python3-pyelftools")
endif()
set(WRIT_PYTHON ${Python3_EXECUTABLE} -B)
